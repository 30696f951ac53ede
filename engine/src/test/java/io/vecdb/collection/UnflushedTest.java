package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Value;
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

import java.util.List;
import java.util.Map;
import java.util.Objects;

class UnflushedTest {
    private static final CollectionConfig CONFIG = CollectionConfig.of(2, Metric.L2);
    private static final WriteBuffer BUFFER = new WriteBuffer(10, 1_000);
    private static final int SEALED_ROWS = 50;

    private final MutableSegment active =
            new MutableSegment(CONFIG, new MemoryBudget(1 << 20).reservation());
    private final SealedSegment sealed = sealed();
    private final SegmentSet alone = new SegmentSet(List.of(), List.of(), active);
    private final SegmentSet both = new SegmentSet(List.of(sealed), List.of(), active);
    private final MemoryBudget memory = new MemoryBudget(1 << 20);
    private final Unflushed unflushed = new Unflushed(BUFFER, memory);

    private static SealedSegment sealed() {
        MutableSegment source = new MutableSegment(CONFIG, new MemoryBudget(1 << 20).reservation());
        for (int i = 0; i < SEALED_ROWS; i++) {
            source.insert(Point.of(i, i, 1), 1);
        }
        Folder folder = new Folder(new FaultyDirectory(), "c-1");
        SealedSegment built =
                Objects.requireNonNull(
                                new SegmentBuilder(folder, CONFIG, BuildOptions.threads(1))
                                        .build(1, List.of(source), 1))
                        .segment();
        source.release();
        return built;
    }

    @AfterEach
    void release() {
        alone.release();
        both.release();
        sealed.release();
        active.release();
    }

    private boolean isWorthFlushing(SegmentSet segments) {
        return unflushed.isWorthFlushing(segments, CONFIG);
    }

    @Test
    void soManyPointsInMemoryAreWorthAFlush() {
        for (int i = 0; i < 9; i++) {
            active.insert(Point.of(i, i, 1), 1);
        }
        assertThat(isWorthFlushing(alone)).isFalse();
        active.insert(Point.of(9, 9, 1), 1);
        assertThat(isWorthFlushing(alone)).isTrue();
    }

    @Test
    void soManyBytesInTheLogAreUntilTheNextFlushBegins() {
        unflushed.add(600, 0);
        unflushed.add(399, 0);
        assertThat(isWorthFlushing(alone)).isFalse();
        unflushed.add(1, 0);
        assertThat(isWorthFlushing(alone)).isTrue();
        unflushed.begin();
        assertThat(isWorthFlushing(alone)).isFalse();
        unflushed.add(999, 0);
        assertThat(isWorthFlushing(alone)).isFalse();
    }

    @Test
    void aFifthOfTheRowsDeletedOrChangedIs() {
        unflushed.add(1, 5);
        unflushed.add(1, 4);
        assertThat(isWorthFlushing(both)).isFalse();
        unflushed.add(1, 1);
        assertThat(isWorthFlushing(both)).isTrue();
        unflushed.begin();
        unflushed.add(1, 9);
        assertThat(isWorthFlushing(both)).isFalse();
    }

    @Test
    void ofFewRowsTheBufferSaysHowManyChangesAreWorthAFlush() {
        assertThat(BUFFER.changes()).isEqualTo(1);
        assertThat(isWorthFlushing(alone)).isFalse();
        unflushed.add(1, 1);
        assertThat(isWorthFlushing(alone)).isTrue();
    }

    @Test
    void changedPayloadsAreWorthAFlushOnceAndAMergeAsLongAsTheyTakeTooMuchMemory() {
        long most = MergePolicy.changesBytesMost(memory);
        int row = 0;
        do {
            assertThat(isWorthFlushing(both)).isFalse();
            assertThat(unflushed.mergeableBytes()).isZero();
            sealed.putPayload(
                    row++, Map.of("text", Value.of("x".repeat(4_000))), 2, Pins.EVERYTHING);
            unflushed.count(both.sealed());
            assertThat(memory.usedBytes()).isEqualTo(sealed.changesHeapBytes());
        } while (sealed.changesHeapBytes() <= most);
        assertThat(isWorthFlushing(both)).isTrue();
        assertThat(unflushed.mergeableBytes()).isEqualTo(sealed.changesHeapBytes());
        unflushed.begin();
        assertThat(isWorthFlushing(both)).as("they are flushed").isFalse();
        assertThat(unflushed.mergeableBytes()).isEqualTo(sealed.changesHeapBytes());
        unflushed.count(List.of());
        assertThat(unflushed.mergeableBytes()).as("they are merged").isZero();
        unflushed.count(both.sealed());
        assertThat(isWorthFlushing(both)).as("there are as many new ones").isTrue();
    }

    @Test
    void changedPayloadsOfExactlyTheirPartOfTheMemoryAreFlushedButNotMerged() {
        sealed.putPayload(0, Map.of("text", Value.of("some text")), 2, Pins.EVERYTHING);
        long bytes = sealed.changesHeapBytes();
        try (Unflushed exact = new Unflushed(BUFFER, new MemoryBudget(16 * bytes));
                Unflushed less = new Unflushed(BUFFER, new MemoryBudget(16 * (bytes + 1)))) {
            exact.count(both.sealed());
            assertThat(exact.isWorthFlushing(both, CONFIG)).isTrue();
            assertThat(exact.mergeableBytes()).isZero();
            less.count(both.sealed());
            assertThat(less.isWorthFlushing(both, CONFIG)).isFalse();
        }
    }

    @Test
    void closingGivesTheMemoryBack() {
        sealed.putPayload(0, Map.of("text", Value.of("some text")), 2, Pins.EVERYTHING);
        unflushed.count(both.sealed());
        assertThat(memory.usedBytes()).isPositive();
        unflushed.close();
        assertThat(memory.usedBytes()).isZero();
    }
}
