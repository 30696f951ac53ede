package io.vecdb.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What conditions mean, case by case; `FiltersPageTest` holds them against the user's page.
class FilterMatcherTest {
    private static final FieldPath A = FieldPath.parse("a");

    private static boolean matches(Filter filter, @Nullable Object value) {
        return FilterMatcher.of(filter).matches(PointId.of(1), Map.of("a", Value.of(value)));
    }

    private static boolean matchesMissing(Filter filter) {
        return FilterMatcher.of(filter).matches(PointId.of(1), Map.of("other", Value.of(1)));
    }

    @Test
    void equalityIsByValueAndNotAcrossTypes() {
        assertThat(matches(Filter.eq("a", 1), 1)).isTrue();
        assertThat(matches(Filter.eq("a", 1), 1.0)).isTrue();
        assertThat(matches(Filter.eq("a", 0), -0.0)).isTrue();
        assertThat(matches(Filter.eq("a", 1), "1")).isFalse();
        assertThat(matches(Filter.eq("a", 1), true)).isFalse();
        assertThat(matches(Filter.eq("a", "x"), "X")).isFalse();
        assertThat(matches(Filter.eq("a", (1L << 53) + 1), 0x1p53)).isFalse();
        assertThat(matches(Filter.eq("a", Long.MAX_VALUE), 0x1p63)).isFalse();
        assertThat(matches(Filter.eq("a", 1), Map.of("b", 1))).isFalse();
    }

    @Test
    void conditionOnAListHoldsForOneOfItsElementsButNotDeeper() {
        assertThat(matches(Filter.eq("a", "x"), List.of("y", "x"))).isTrue();
        assertThat(matches(Filter.eq("a", "x"), List.of())).isFalse();
        assertThat(matches(Filter.eq("a", "x"), List.of(List.of("x")))).isFalse();
        assertThat(matches(Filter.gt("a", 5).and(Filter.lt("a", 3)), List.of(1, 9))).isTrue();
        Filter between =
                new Filter.Range(
                        A, new Filter.Bounds(new Value.Int(3), null, new Value.Int(5), null));
        assertThat(matches(between, List.of(1, 9))).isFalse();
        assertThat(matches(between, List.of(1, 4))).isTrue();
    }

    @Test
    void missingFieldSatisfiesIsEmptyAndNegationsOnly() {
        for (Filter filter :
                List.of(
                        Filter.eq("a", 1),
                        Filter.in("a", 1),
                        new Filter.Except(A, List.of(Value.of(1))),
                        new Filter.Except(A, List.of()),
                        Filter.gt("a", 0),
                        Filter.exists("a"),
                        new Filter.IsNull(A))) {
            assertThat(matchesMissing(filter)).as("%s", filter).isFalse();
            assertThat(matchesMissing(Filter.not(filter))).as("not %s", filter).isTrue();
        }
        assertThat(matchesMissing(new Filter.IsEmpty(A))).isTrue();
    }

    @Test
    void nullIsThereIsNullAndIsEmpty() {
        assertThat(matches(Filter.exists("a"), null)).isTrue();
        assertThat(matches(new Filter.IsNull(A), null)).isTrue();
        assertThat(matches(new Filter.IsEmpty(A), null)).isTrue();
        assertThat(matches(new Filter.IsNull(A), Arrays.asList(1, null))).isTrue();
        assertThat(matches(new Filter.IsEmpty(A), Arrays.asList(1, null))).isFalse();
        assertThat(matches(new Filter.IsEmpty(A), List.of())).isTrue();
        assertThat(matches(new Filter.IsNull(A), List.of())).isFalse();
        assertThat(matches(new Filter.IsEmpty(A), "")).isFalse();
        assertThat(matches(new Filter.IsEmpty(A), Map.of())).isFalse();
        assertThat(matches(new Filter.Except(A, List.of(Value.of(1))), null)).isFalse();
        assertThat(matches(Filter.lt("a", 1), null)).isFalse();
    }

    @Test
    void exceptHoldsForAnyValueThatIsNotListed() {
        Filter except = new Filter.Except(A, List.of(Value.of(1), Value.of("x")));
        assertThat(matches(except, 1.0)).isFalse();
        assertThat(matches(except, "x")).isFalse();
        assertThat(matches(except, 2)).isTrue();
        assertThat(matches(except, true)).isTrue();
        assertThat(matches(except, Map.of("b", 1))).isTrue();
        assertThat(matches(except, List.of())).isFalse();
        assertThat(matches(except, List.of(1, "x"))).isFalse();
        assertThat(matches(except, List.of(1, "y"))).isTrue();
        assertThat(matches(except, List.of(List.of(1)))).isTrue();
        assertThat(matches(except, Arrays.asList(1, null))).isFalse();
    }

    @Test
    void rangesCompareNumbersExactlyAndNothingElse() {
        assertThat(matches(Filter.gt("a", 0x1p53), (1L << 53) + 1)).isTrue();
        assertThat(matches(Filter.lt("a", 0x1p63), Long.MAX_VALUE)).isTrue();
        assertThat(matches(Filter.gte("a", 0x1p63), Long.MAX_VALUE)).isFalse();
        assertThat(matches(Filter.gte("a", -0x1p63), Long.MIN_VALUE)).isTrue();
        assertThat(matches(Filter.gt("a", Long.MAX_VALUE), 1e300)).isTrue();
        assertThat(matches(Filter.lt("a", 0), -0.0)).isFalse();
        assertThat(matches(Filter.gt("a", 1), 1.5)).isTrue();
        assertThat(matches(Filter.lt("a", -1), -1.5)).isTrue();
        assertThat(matches(Filter.lt("a", 100), "5")).isFalse();
        assertThat(matches(Filter.gte("a", 0), true)).isFalse();
    }

    @Test
    void idsAreComparedAsIds() {
        Filter filter = Filter.hasId(PointId.of(1), PointId.of("a"));
        FilterMatcher matcher = FilterMatcher.of(filter);
        assertThat(matcher.matches(PointId.of(1), Map.of())).isTrue();
        assertThat(matcher.matches(PointId.of("a"), Map.of())).isTrue();
        assertThat(matcher.matches(PointId.of("1"), Map.of())).isFalse();
        assertThat(matcher.matches(PointId.of(2), Map.of("id", Value.of(1)))).isFalse();
    }

    @Test
    void combinationsWithoutPartsAreAlwaysAndNever() {
        assertThat(matchesMissing(Filter.all())).isTrue();
        assertThat(matchesMissing(new Filter.Or(List.of()))).isFalse();
        assertThat(matchesMissing(Filter.not(Filter.all()))).isFalse();
    }

    @Test
    void longListOfValuesIsLookedUpNotWalked() {
        List<Value> values =
                new ArrayList<>(IntStream.range(0, 100_000).mapToObj(Value::of).toList());
        Filter.In in = new Filter.In(A, values);
        FilterMatcher matcher = FilterMatcher.of(in);
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            found += matcher.matches(PointId.of(1), Map.of("a", Value.of(i + 0.0))) ? 1 : 0;
        }
        assertThat(found).isEqualTo(100_000);
    }

    @Test
    void filterBeyondTheLimitsIsRefusedInsteadOfWalked() {
        Filter deep = Filter.eq("a", 1);
        for (int i = 0; i < 100_000; i++) {
            deep = new Filter.Not(deep);
        }
        Filter filter = deep;
        PayloadIndexes indexes = IndexFiles.open(Map.of(), List.of());
        assertThatThrownBy(() -> FilterMatcher.of(filter))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
        assertThatThrownBy(() -> indexes.bind(filter, 0, id -> -1))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    }
}
