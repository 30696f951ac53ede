package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Value;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.Pins;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.Folder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class MergePolicyTest {
    private static final CollectionConfig FLAT =
            CollectionConfig.of(VectorConfig.of(2, Metric.L2).withIndex(new IndexConfig.Flat()));

    /// Graphs from 12 points on.
    private static final CollectionConfig GRAPH =
            CollectionConfig.of(
                    VectorConfig.of(2, Metric.L2).withIndex(new IndexConfig.Hnsw(2, 4, 12)));

    private static final long SEALED_AT = 1;
    private static final long NOW = 2;

    private final MemoryBudget memory = new MemoryBudget(1L << 30);
    private final Folder folder = new Folder(new FaultyDirectory(), "c-1");
    private final List<SealedSegment> built = new ArrayList<>();

    @AfterEach
    void release() {
        built.forEach(SealedSegment::release);
    }

    private SealedSegment segment(int rows, CollectionConfig config) {
        MutableSegment source = new MutableSegment(config, memory.reservation());
        for (int i = 0; i < rows; i++) {
            source.insert(Point.of(i, i, 1), SEALED_AT);
        }
        SegmentBuilder builder = new SegmentBuilder(folder, config, BuildOptions.threads(1));
        SealedSegment segment =
                Objects.requireNonNull(builder.build(built.size() + 1, List.of(source), SEALED_AT))
                        .segment();
        source.release();
        built.add(segment);
        return segment;
    }

    private SealedSegment segment(int rows) {
        return segment(rows, FLAT);
    }

    private List<SealedSegment> segments(int... rows) {
        List<SealedSegment> segments = new ArrayList<>();
        for (int each : rows) {
            segments.add(segment(each));
        }
        return segments;
    }

    private List<SealedSegment> choose(List<SealedSegment> sealed) {
        return MergePolicy.choose(sealed, FLAT, NOW, memory);
    }

    @Test
    void nothingIsMergedWhereThereIsNothingOrOneOrTwoOfVeryDifferentSizes() {
        assertThat(choose(List.of())).isEmpty();
        assertThat(choose(segments(3))).isEmpty();
        assertThat(choose(segments(9, 2))).isEmpty();
    }

    @Test
    void anOlderSegmentIsMergedIfItIsAtMostFourTimesAsLargeAsTheNewerOnes() {
        List<SealedSegment> fourTimes = segments(8, 2);
        assertThat(choose(fourTimes)).isEqualTo(fourTimes);
        List<SealedSegment> together = segments(1, 40, 8, 2);
        assertThat(choose(together)).isEqualTo(together);
        List<SealedSegment> aLargeOne = segments(41, 8, 2);
        assertThat(choose(aLargeOne)).isEqualTo(aLargeOne.subList(1, 3));
    }

    @Test
    void beyondTwoSegmentsTheTwoNewestAreMergedWhateverTheirSizes() {
        List<SealedSegment> three = segments(200, 20, 2);
        assertThat(choose(three)).isEqualTo(three.subList(1, 3));
    }

    @Test
    void aSegmentOfWhichMoreThanAFifthIsDeletedIsWrittenAnew() {
        SealedSegment old = segment(50);
        SealedSegment young = segment(10);
        List<SealedSegment> both = List.of(old, segment(1));
        for (int row = 0; row < 10; row++) {
            old.delete(row, NOW);
        }
        assertThat(choose(both)).isEmpty();
        old.delete(10, NOW + 1);
        assertThat(choose(both)).as("as of the write before").isEmpty();
        assertThat(MergePolicy.choose(both, FLAT, NOW + 1, memory)).containsExactly(old);
        young.delete(0, NOW);
        young.delete(1, NOW);
        young.delete(2, NOW);
        assertThat(choose(List.of(old, young))).as("before sizes count").containsExactly(young);
    }

    @Test
    void aSegmentOfWhichMoreThanAFifthHasChangedPayloadsOrIsDeletedIsWrittenAnew() {
        SealedSegment segment = segment(10);
        change(segment, 0, 3);
        segment.delete(1, NOW);
        assertThat(choose(List.of(segment))).isEmpty();
        change(segment, 2, 3);
        assertThat(choose(List.of(segment))).containsExactly(segment);
    }

    private static void change(SealedSegment segment, int row, int characters) {
        segment.putPayload(
                row, Map.of("text", Value.of("x".repeat(characters))), NOW, Pins.EVERYTHING);
    }

    @Test
    void theSegmentWithTheLargestChangedPayloadsIsWrittenAnewWhereAllTakeTooMuchMemory() {
        SealedSegment older = segment(100);
        SealedSegment newer = segment(20);
        change(older, 0, 5_000);
        change(newer, 0, 3_000);
        List<SealedSegment> both = List.of(older, newer);
        long changes = older.changesHeapBytes(NOW) + newer.changesHeapBytes(NOW);
        MemoryBudget enough = new MemoryBudget(16 * changes);
        assertThat(MergePolicy.changesBytesMost(enough)).isEqualTo(changes);
        // As large as they may be, so that the sizes decide.
        assertThat(MergePolicy.choose(List.of(older, newer), FLAT, NOW, enough)).isEmpty();
        MemoryBudget less = new MemoryBudget(16 * changes - 1);
        assertThat(MergePolicy.choose(both, FLAT, NOW, less)).containsExactly(older);
        assertThat(MergePolicy.choose(both, FLAT, SEALED_AT, less)).isEmpty();
    }

    @Test
    void aSegmentThatIsLargeEnoughForAGraphAndHasNoneIsWrittenAnew() {
        SealedSegment flat = segment(12);
        SealedSegment indexed = segment(100, GRAPH);
        assertThat(MergePolicy.choose(List.of(indexed, flat), GRAPH, NOW, memory))
                .containsExactly(flat);
        assertThat(choose(List.of(indexed, flat))).isEmpty();
        assertThat(MergePolicy.choose(List.of(indexed), GRAPH, NOW, memory)).isEmpty();
        SealedSegment small = segment(11);
        assertThat(MergePolicy.choose(List.of(small), GRAPH, NOW, memory)).isEmpty();
    }

    @Test
    void deletedRowsDoNotCountForAGraph() {
        SealedSegment segment = segment(12);
        assertThat(MergePolicy.choose(List.of(segment), GRAPH, NOW, memory)).hasSize(1);
        segment.delete(0, NOW);
        assertThat(MergePolicy.choose(List.of(segment), GRAPH, NOW, memory)).isEmpty();
    }

    @Test
    void aSegmentIsOutdatedByAnyDeletionOrChangeOrAMissingGraph() {
        SealedSegment deleted = segment(10);
        SealedSegment changed = segment(10);
        SealedSegment sound = segment(12, GRAPH);
        List<SealedSegment> all = List.of(sound, deleted, changed);
        assertThat(MergePolicy.isOutdated(List.of(), GRAPH, NOW)).isFalse();
        assertThat(MergePolicy.isOutdated(all, GRAPH, NOW)).isFalse();
        deleted.delete(3, NOW);
        assertThat(MergePolicy.isOutdated(all, GRAPH, SEALED_AT)).isFalse();
        assertThat(MergePolicy.isOutdated(all, GRAPH, NOW)).isTrue();
        assertThat(MergePolicy.isOutdated(List.of(sound, changed), GRAPH, NOW)).isFalse();
        change(changed, 3, 1);
        assertThat(MergePolicy.isOutdated(List.of(sound, changed), GRAPH, NOW)).isTrue();
        assertThat(MergePolicy.isOutdated(List.of(segment(12)), GRAPH, NOW)).isTrue();
    }
}
