package io.vecdb.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Value;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.LocalDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roaringbitmap.RoaringBitmap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class PayloadIndexesTest {
    @TempDir Path folder;

    /// The indexes agree with looking at every payload, whatever the filter; what they call sure
    /// and exact is.
    @ParameterizedTest
    @CsvSource({"0,200,1", "1,500,2", "5,2000,3", "60,4000,4", "700,1500,5", "20000,60,6"})
    void boundFilterFindsTheRowsThatMatch(int rowCount, int filterCount, long seed) {
        PayloadModel model = new PayloadModel(new Random(seed), rowCount);
        List<Map<String, Value>> payloads = model.payloads();
        int exact = 0;
        try (Directory directory = LocalDirectory.open(folder);
                FileReader file = IndexFiles.write(directory, PayloadModel.INDEXES, payloads)) {
            PayloadIndexes indexes = PayloadIndexes.open(file);
            for (int i = 0; i < filterCount; i++) {
                Filter filter = model.filter(1 + i % 5);
                exact += check(indexes, filter, payloads, "seed " + seed + ", filter " + i) ? 1 : 0;
            }
        }
        assertThat(exact).as("exact answers").isGreaterThan(filterCount / 4);
        assertThat(exact < filterCount).as("open answers").isEqualTo(rowCount > 0);
    }

    private static boolean check(
            PayloadIndexes indexes, Filter filter, List<Map<String, Value>> payloads, String what) {
        FilterMatcher matcher = FilterMatcher.of(filter);
        RoaringBitmap truth = IndexFiles.scan(matcher, payloads);
        Candidates candidates =
                indexes.bind(filter, payloads.size(), IndexFiles.rowsOfIds(payloads.size()));
        String description = what + ": " + filter;
        assertThat(truth.contains(candidates.sure())).as(description).isTrue();
        assertThat(candidates.rows().contains(truth)).as(description).isTrue();
        assertThat(candidates.exact())
                .as(description)
                .isEqualTo(candidates.rows().equals(candidates.sure()));
        assertThat(IndexFiles.resolve(candidates, matcher, payloads))
                .as(description)
                .isEqualTo(truth);
        return candidates.exact();
    }

    @Test
    void rowsBeyondTheFirst65536AreFoundInEveryKindOfIndex() {
        int rowCount = 200_000;
        List<Map<String, Value>> payloads = new ArrayList<>();
        for (int row = 0; row < rowCount; row++) {
            payloads.add(
                    Map.of(
                            "k", Value.of("word " + row % 1000),
                            "i", Value.of(Arrays.asList(row, -row, row / 10)),
                            "f", Value.of(row / 3.0),
                            "b", Value.of(row % 3 == 0)));
        }
        PayloadIndexes indexes =
                IndexFiles.open(
                        Map.of(
                                "k", PayloadIndexType.KEYWORD,
                                "i", PayloadIndexType.INTEGER,
                                "f", PayloadIndexType.FLOAT,
                                "b", PayloadIndexType.BOOL),
                        payloads);
        for (Filter filter :
                List.of(
                        Filter.eq("k", "word 7"),
                        Filter.in("k", "word 0", "word 999", "word 1000"),
                        Filter.eq("i", 19_999),
                        Filter.gte("i", 199_990),
                        Filter.gt("i", -100_000).and(Filter.lt("i", -99_990)),
                        Filter.lt("i", 0),
                        Filter.lt("f", 66_000),
                        Filter.gt("f", 66_666.5),
                        Filter.gte("f", 0).and(Filter.not(Filter.eq("b", true))),
                        Filter.eq("b", false))) {
            assertThat(check(indexes, filter, payloads, "200,000 rows")).isTrue();
        }
    }

    @Test
    void conditionsOnIndexedFieldsAreExactWhereTheTypeCoversTheValues() {
        List<Map<String, Value>> payloads =
                List.of(
                        Map.of("k", Value.of("a"), "n", Value.of(1), "b", Value.of(true)),
                        Map.of("k", Value.of(List.of("a", "b")), "n", Value.of(List.of(1, 2.5))),
                        Map.of("k", Value.of(List.of()), "n", Value.of(Long.MAX_VALUE)),
                        Map.of());
        PayloadIndexes indexes =
                IndexFiles.open(
                        Map.of(
                                "k", PayloadIndexType.KEYWORD,
                                "n", PayloadIndexType.INTEGER,
                                "b", PayloadIndexType.BOOL),
                        payloads);
        for (Filter filter :
                List.of(
                        Filter.eq("k", "a"),
                        Filter.eq("k", 7),
                        Filter.eq("n", "a"),
                        Filter.lt("n", 2.75),
                        Filter.lt("k", 2),
                        Filter.in("k", "b", 7, true),
                        Filter.eq("b", true),
                        Filter.exists("k"),
                        Filter.not(Filter.exists("n")),
                        new Filter.IsEmpty(io.vecdb.api.FieldPath.parse("k")),
                        new Filter.IsNull(io.vecdb.api.FieldPath.parse("b")),
                        new Filter.Except(
                                io.vecdb.api.FieldPath.parse("k"), List.of(Value.of("a"))),
                        Filter.eq("k", "a").and(Filter.not(Filter.gt("n", 1))))) {
            assertThat(check(indexes, filter, payloads, "exact")).as("%s", filter).isTrue();
        }
        assertThat(check(indexes, Filter.eq("unindexed", 1), payloads, "open")).isFalse();
    }

    @Test
    void negationOfAnOpenConditionLosesNoRow() {
        List<Map<String, Value>> payloads =
                List.of(Map.of("k", Value.of("a"), "u", Value.of(1)), Map.of("u", Value.of(2)));
        PayloadIndexes indexes = IndexFiles.open(Map.of("k", PayloadIndexType.KEYWORD), payloads);
        Filter open = Filter.eq("k", "a").and(Filter.eq("u", 1));
        Candidates candidates = indexes.bind(Filter.not(open), 2, IndexFiles.rowsOfIds(2));
        assertThat(candidates.rows()).isEqualTo(RoaringBitmap.bitmapOf(0, 1));
        assertThat(candidates.sure()).isEqualTo(RoaringBitmap.bitmapOf(1));
        assertThat(candidates.exact()).isFalse();
    }

    @Test
    void manyThreadsBindFiltersAtOnce() throws Exception {
        int rowCount = 5000;
        PayloadModel model = new PayloadModel(new Random(7), rowCount);
        List<Map<String, Value>> payloads = model.payloads();
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            filters.add(model.filter(4));
        }
        try (Directory directory = LocalDirectory.open(folder);
                FileReader file = IndexFiles.write(directory, PayloadModel.INDEXES, payloads);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            PayloadIndexes indexes = PayloadIndexes.open(file);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                tasks.add(() -> {
                    for (Filter filter : filters) {
                        check(indexes, filter, payloads, "seed 7");
                    }
                    return filters.size();
                });
            }
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(filters.size());
            }
        }
    }

    @Test
    void typesAreThoseTheBuilderWasGiven() {
        assertThat(IndexFiles.open(PayloadModel.INDEXES, List.of()).types())
                .isEqualTo(PayloadModel.INDEXES);
        assertThat(IndexFiles.open(Map.of(), List.of(Map.of())).types()).isEmpty();
    }

    @Test
    void indexesOfAnotherNumberOfRowsAreRefused() {
        PayloadIndexes indexes = IndexFiles.open(PayloadModel.INDEXES, List.of(Map.of()));
        assertThatThrownBy(() -> indexes.bind(Filter.all(), 2, id -> -1))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining(IndexFiles.NAME)
                .hasMessageContaining("indexes 1 rows, but its segment has 2");
    }

    @Test
    void rowsAreAddedInOrder() {
        PayloadIndexBuilder builder = new PayloadIndexBuilder(PayloadModel.INDEXES);
        builder.add(0, Map.of());
        for (int row : new int[] {0, 2, -1}) {
            assertThatThrownBy(() -> builder.add(row, Map.of()))
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining("where row 1 comes next");
        }
    }
}
