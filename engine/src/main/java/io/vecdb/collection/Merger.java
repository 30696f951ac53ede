package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.collection.SegmentStore.Job;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.memory.Reservation;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.segment.Successor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Makes fewer sealed segments of many, gives them their graphs, and leaves behind what was
/// deleted. Flushes go on beside it.
///
/// A merge builds its segment as of the write that the manifest names when it begins, which is kept
/// readable meanwhile. When it is done, later flushes may have moved the manifest on: what was
/// written up to there is carried over and put into the new segment's file of changes, so that
/// again all segments with their changes are the state as of one write.
///
/// Used by one thread at a time.
final class Merger {
    private final SegmentStore store;
    private final WritePath writes;
    private final Views views;
    private final MemoryBudget memory;
    private final IntConsumer progress;

    /// @param memory what a merge may use
    /// @param progress is told now and then how far an index is; may throw to give the merge up
    Merger(
            SegmentStore store,
            WritePath writes,
            Views views,
            MemoryBudget memory,
            IntConsumer progress) {
        this.store = store;
        this.writes = writes;
        this.views = views;
        this.memory = memory;
        this.progress = progress;
    }

    /// What is merged, and as of which write.
    ///
    /// @param all segments that there were then; a later one has rows that the write does not see
    private record Plan(
            List<SealedSegment> sources,
            List<SealedSegment> all,
            long sequence,
            CollectionConfig config) {
        /// The same of others of them.
        Plan of(List<SealedSegment> others) {
            return new Plan(others, all, sequence, config);
        }
    }

    /// Makes one merge, if one pays: of as many of the newest segments as there is memory for.
    ///
    /// @return whether one was made
    /// @throws io.vecdb.api.DbException RESOURCE_EXHAUSTED if there is not even memory for two
    boolean mergeWhereItPays() {
        return mergeWhereItPays(Reserving.ORDINARY);
    }

    /// The same for writers who lack the memory that it gives back; so it may take some that is not
    /// there.
    void mergeForMemory() {
        var _ = mergeWhereItPays(Reserving.BEYOND_LIMIT);
    }

    private boolean mergeWhereItPays(Reserving how) {
        Plan plan =
                plan((sealed, sequence) ->
                        MergePolicy.choose(sealed, writes.config(), sequence, memory));
        merge(plan, how);
        return !plan.sources.isEmpty();
    }

    /// Merges all segments into one with nothing deleted in it, unless that is what there is.
    void mergeAll() {
        merge(
                plan((sealed, sequence) ->
                        sealed.size() > 1
                                        || MergePolicy.isOutdated(sealed, writes.config(), sequence)
                                ? sealed
                                : List.of()),
                Reserving.WHOLE);
    }

    /// What to do where there is too little memory for a merge.
    private enum Reserving {
        /// Merge fewer segments.
        ORDINARY,
        /// Take up to half of the limit beyond it.
        BEYOND_LIMIT,
        /// Give up.
        WHOLE
    }

    /// Chooses what to merge.
    private interface Choice {
        List<SealedSegment> of(List<SealedSegment> sealed, long sequence);
    }

    private Plan plan(Choice choice) {
        return store.exclusively(() -> {
            long sequence = store.manifest().sequence();
            List<SealedSegment> sealed = views.segments().sealed();
            List<SealedSegment> sources = choice.of(sealed, sequence);
            views.pin(sequence);
            return new Plan(List.copyOf(sources), sealed, sequence, writes.config());
        });
    }

    private void merge(Plan chosen, Reserving how) {
        Successor built = null;
        try (Reservation reserved = memory.passingReservation()) {
            if (!chosen.sources.isEmpty()) {
                Plan plan = within(reserved, chosen, how);
                built = store.merge(new Job(plan.sources, plan.config, plan.sequence, progress));
                Successor successor = built;
                store.exclusively(() -> commit(plan.sources, successor));
            }
        } finally {
            views.unpin(chosen.sequence);
            if (built != null) {
                built.segment().release();
            }
        }
    }

    /// Reserves memory for a merge of the chosen segments; or of the newest of them, or of any two
    /// neighbours.
    private Plan within(Reservation reserved, Plan chosen, Reserving how) {
        Plan plan = chosen;
        while (!reserved.tryGrow(bytesFor(plan))) {
            if (how == Reserving.BEYOND_LIMIT && bytesFor(plan) <= memory.limitBytes() / 2) {
                reserved.force(bytesFor(plan));
                return plan;
            }
            List<SealedSegment> sources = plan.sources;
            if (how == Reserving.WHOLE || sources.size() == 1) {
                throw memory.exhausted("A merge of segments", bytesFor(chosen));
            }
            if (sources.size() == 2) {
                Plan smallest = smallestNeighbours(plan);
                reserved.grow(bytesFor(smallest), "A merge of the two smallest segments");
                return smallest;
            }
            plan = plan.of(sources.subList(1, sources.size()));
        }
        return plan;
    }

    /// Older segments may be small, too, if memory lacked when they were new.
    private static Plan smallestNeighbours(Plan plan) {
        Plan smallest = plan;
        for (int i = 1; i < plan.all.size(); i++) {
            Plan two = plan.of(plan.all.subList(i - 1, i + 1));
            smallest = bytesFor(two) < bytesFor(smallest) ? two : smallest;
        }
        return smallest;
    }

    private static long bytesFor(Plan plan) {
        long rows =
                plan.sources.stream()
                        .mapToLong(source -> source.rowCount() - source.deletedCount(plan.sequence))
                        .sum();
        return SegmentBuilder.bytesFor(rows, plan.config);
    }

    private SegmentSet commit(List<SealedSegment> sources, @Nullable Successor built) {
        long sequence = store.manifest().sequence();
        List<SealedSegment> sealed = new ArrayList<>(views.segments().sealed());
        int place = sealed.indexOf(sources.getFirst());
        sealed.removeAll(sources);
        if (built != null) {
            sealed.add(place, built.segment());
        }
        store.commit(
                writes.config(),
                sequence,
                built,
                revisions -> {
                    if (built != null) {
                        built.carryOver(sequence);
                    }
                    for (SealedSegment each : sealed) {
                        boolean isNew = built != null && each.equals(built.segment());
                        revisions.add(isNew ? each.writeChanges(sequence) : each.unchanged());
                    }
                });
        // Until nobody looks at them any more, a later manifest could name them again.
        sources.forEach(SealedSegment::retain);
        try {
            SegmentSet replaced =
                    writes.replaceSegments(
                            sequence,
                            built,
                            old -> new SegmentSet(sealed, old.frozen(), old.active()));
            // Readers that still have them keep the files from being deleted; nobody else does.
            sources.forEach(SealedSegment::discard);
            return replaced;
        } finally {
            sources.forEach(SealedSegment::release);
        }
    }
}
