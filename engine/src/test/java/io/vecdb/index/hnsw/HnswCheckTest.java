package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.TestRows;
import io.vecdb.storage.DamageList;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Graphs whose checksums may be right and whose links are not.
class HnswCheckTest {
    private static final int COUNT = 600;
    private static final int TWIN = 500;

    private final VectorRows rows = TestRows.clustered(new Random(1), COUNT, 4, Metric.L2);

    /// A graph in which some links were replaced.
    private HnswIndex damaged(Consumer<HnswGraph> damage) {
        rows.put(TWIN, rows.row(3));
        HnswBuilder builder =
                new HnswBuilder(new IndexConfig.Hnsw(4, 40, 0), Metric.L2, BuildOptions.threads(1));
        HnswIndex index = builder.build(rows);
        damage.accept(index.graph());
        return index;
    }

    private static List<Damage> found(HnswIndex index) {
        DamageList found = new DamageList("memory");
        HnswCheck.check(index.graph(), index.twins(), found);
        return found.found();
    }

    private Neighbors search(HnswIndex index, int row) {
        return index.search(new IndexQuery(rows.row(row), 10, 20), AcceptSet.all(COUNT));
    }

    private void searchIsCorrupt(HnswIndex index, String words) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> {
                    for (int row = 0; row < COUNT; row++) {
                        assertThat(search(index, row).size()).isEqualTo(10);
                    }
                })
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .withMessageContaining(words);
    }

    @Test
    void aSoundGraphPasses() {
        assertThat(found(damaged(graph -> {}))).isEmpty();
    }

    @Test
    void linksToNoRowAreAllListedAndASearchThatMeetsOneIsCorrupt() {
        for (int wrong : new int[] {COUNT, Integer.MAX_VALUE, -2, Integer.MIN_VALUE}) {
            HnswIndex index =
                    damaged(graph -> {
                        graph.setLinks(0, 10, new int[] {wrong}, 1);
                        graph.setLinks(0, 20, new int[] {5, wrong}, 2);
                        graph.setLinks(0, graph.head.entry(), new int[] {wrong}, 1);
                    });
            assertThat(found(index))
                    .hasSize(3)
                    .allSatisfy(damage ->
                            assertThat(damage.finding())
                                    .isEqualTo("a link leads to row " + wrong + " of " + COUNT));
            assertThat(found(index).get(1).offset() - found(index).get(0).offset())
                    .isEqualTo(10 * 8 * 4 + 4);
            searchIsCorrupt(index, "a link leads to row " + wrong);
        }
    }

    @Test
    void aLinkToARowBelowTheLayerIsFoundAndASearchThatFollowsItIsCorrupt() {
        HnswIndex index =
                damaged(graph -> {
                    int low = row(graph, 0);
                    for (int slot = 0; slot < graph.head.upperRows(); slot++) {
                        int[] links = new int[graph.width(1)];
                        Arrays.fill(links, low);
                        graph.setLinks(1, graph.upperRow(slot), links, links.length);
                    }
                });
        assertThat(found(index)).isNotEmpty();
        searchIsCorrupt(index, "does not reach layer 1");
    }

    private static int row(HnswGraph graph, int level) {
        for (int row = 0; row < COUNT; row++) {
            if (graph.level(row) == level) {
                return row;
            }
        }
        throw new AssertionError("no row of level " + level);
    }

    @Test
    void aLinkToATwinIsFoundAndASearchFindsTheTwinOnceAllTheSame() {
        HnswIndex index = damaged(graph -> graph.setLinks(0, 3, new int[] {TWIN, 4, 5, 6, 7}, 5));
        assertThat(found(index)).hasSize(1);
        for (int row : new int[] {3, 4, 5, 6, 7, TWIN}) {
            Neighbors found = search(index, row);
            assertThat(Arrays.stream(found.rows()).distinct().count()).isEqualTo(found.size());
        }
    }

    @Test
    void linksBehindTheEndOfAListAndListsOfTwinsAreFound() {
        assertThat(found(damaged(graph -> graph.setLinks(0, 10, new int[] {1, -1, 2}, 3))))
                .hasSize(1);
        assertThat(found(damaged(graph -> graph.setLinks(0, TWIN, new int[] {1}, 1)))).hasSize(1);
    }

    @Test
    void noMoreThanTheFirstHundredAreListed() {
        HnswIndex index =
                damaged(graph -> {
                    for (int row = 0; row < COUNT; row++) {
                        graph.setLinks(0, row, new int[] {COUNT}, 1);
                    }
                });
        assertThat(found(index)).hasSize(DamageList.MOST);
    }
}
