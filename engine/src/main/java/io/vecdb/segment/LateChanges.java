package io.vecdb.segment;

import io.vecdb.api.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Deletions and payload changes that came while a segment's successor was being built, to be
/// carried over to it.
final class LateChanges {
    private final List<Change> changes = new ArrayList<>();

    /// A deletion (payload is null) or a new payload.
    private record Change(int row, long sequence, @Nullable Map<String, Value> payload) {}

    /// What writes later than one and not later than another did to rows that the first could see.
    static LateChanges of(Segment segment, long after, long upTo) {
        return switch (segment) {
            case MutableSegment mutable -> mutable.changesBetween(after, upTo);
            case SealedSegment sealed -> sealed.changesBetween(after, upTo);
        };
    }

    void delete(int row, long sequence) {
        changes.add(new Change(row, sequence, null));
    }

    void payload(int row, Map<String, Value> payload, long sequence) {
        changes.add(new Change(row, sequence, payload));
    }

    /// Adds another segment's changes with its rows renumbered; rows that did not come along (-1)
    /// are left out.
    void addAll(LateChanges others, int[] oldToNew) {
        for (Change change : others.changes) {
            if (change.row < oldToNew.length && oldToNew[change.row] >= 0) {
                changes.add(new Change(oldToNew[change.row], change.sequence, change.payload));
            }
        }
    }

    /// Makes the changes on a segment, in the order of their sequence numbers.
    void applyTo(Segment segment) {
        changes.sort(Comparator.comparingLong(Change::sequence));
        for (Change change : changes) {
            if (change.payload == null) {
                segment.delete(change.row, change.sequence);
            } else {
                segment.putPayload(change.row, change.payload, change.sequence, Pins.EVERYTHING);
            }
        }
    }
}
