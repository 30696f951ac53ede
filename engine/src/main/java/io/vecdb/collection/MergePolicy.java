package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.SealedSegment;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/// Chooses which sealed segments to merge, so that a collection serves from at most two of them
/// after a steady ingest and each point is put into a large graph only a few times.
///
/// The newest segments are merged with each older one that is at most [#RATIO] times as large as
/// all newer ones together: sizes stay geometric, as in a log-structured merge tree (O'Neil et al.
/// 1996) with one run a level. Beyond [#SEGMENTS], the two newest are merged in any case. A segment
/// of which more than a fifth is deleted or has changed payloads is written anew, and so is one
/// that is large enough for a graph and has none yet, and the one with the largest changed payloads
/// when all of them together take too much memory.
final class MergePolicy {
    private static final int SEGMENTS = 2;
    private static final int RATIO = 4;

    /// The share of changed rows from which on writing a segment anew pays.
    static final double CHANGED_SHARE = 0.2;

    /// The part of the budget that changed payloads of a collection's segments may take.
    private static final int CHANGES_PART = 16;

    private MergePolicy() {}

    /// Bytes of memory for changed payloads from which on writing segments anew pays.
    static long changesBytesMost(MemoryBudget memory) {
        return memory.limitBytes() / CHANGES_PART;
    }

    /// Segments to merge into one, oldest first; none if everything is as it should be.
    ///
    /// @param sequence the write as of which they are judged
    /// @param memory of which changed payloads take a part
    static List<SealedSegment> choose(
            List<SealedSegment> sealed,
            CollectionConfig config,
            long sequence,
            MemoryBudget memory) {
        for (SealedSegment segment : sealed) {
            if (changed(segment, sequence) > CHANGED_SHARE * segment.rowCount()) {
                return List.of(segment);
            }
        }
        ToLongFunction<SealedSegment> changes = segment -> segment.changesHeapBytes(sequence);
        if (sealed.stream().mapToLong(changes).sum() > changesBytesMost(memory)) {
            return List.of(Collections.max(sealed, Comparator.comparingLong(changes)));
        }
        int first = sealed.size() - 1;
        long newer = first >= 0 ? sealed.get(first).rowCount() : 0;
        while (first > 0 && sealed.get(first - 1).rowCount() <= RATIO * newer) {
            first--;
            newer += sealed.get(first).rowCount();
        }
        if (first == sealed.size() - 1 && sealed.size() > SEGMENTS) {
            first--;
        }
        if (first < sealed.size() - 1) {
            return sealed.subList(first, sealed.size());
        }
        return sealed.stream()
                .filter(segment -> lacksGraph(segment, config, sequence))
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    /// Whether one of them holds something that was deleted or changed since it was sealed, or has
    /// no graph although it should.
    static boolean isOutdated(List<SealedSegment> sealed, CollectionConfig config, long sequence) {
        return sealed.stream()
                .anyMatch(segment ->
                        changed(segment, sequence) > 0 || lacksGraph(segment, config, sequence));
    }

    private static int changed(SealedSegment segment, long sequence) {
        return segment.deletedCount(sequence) + segment.changedPayloads(sequence);
    }

    private static boolean lacksGraph(
            SealedSegment segment, CollectionConfig config, long sequence) {
        int live = segment.rowCount() - segment.deletedCount(sequence);
        long wanted =
                config.vectors().values().stream()
                        .filter(field ->
                                field.index() instanceof IndexConfig.Hnsw hnsw
                                        && live >= hnsw.fullScanThreshold())
                        .count();
        return segment.graphFields() < wanted;
    }
}
