package io.vecdb.segment;

import io.vecdb.api.Value;
import io.vecdb.memory.HeapSize;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Payloads that replace those in a sealed segment's file, by row, each with the write that made
/// it. They are folded into the file when the segment is merged; the vector index is not touched.
///
/// One thread writes, any number read.
final class PayloadVersions {
    private final ConcurrentHashMap<Integer, Version> newest = new ConcurrentHashMap<>();
    private volatile long heapBytes;

    /// A payload, the write that made it, and what it replaced.
    ///
    /// @param bytes about what the payload takes on the heap
    record Version(
            long sequence, Map<String, Value> payload, long bytes, @Nullable Version previous) {
        /// About what a version and those before it take on the heap.
        static long chainBytes(@Nullable Version newest) {
            long total = 0;
            for (Version each = newest; each != null; each = each.previous) {
                total += each.bytes;
            }
            return total;
        }

        /// The newest version made by writes up to this one, or null.
        static @Nullable Version at(@Nullable Version newest, long sequence) {
            Version version = newest;
            while (version != null && version.sequence > sequence) {
                version = version.previous;
            }
            return version;
        }

        /// A newer version in front of `newest`, without those that nobody can ask for any more.
        static Version push(
                @Nullable Version newest, Map<String, Value> payload, long sequence, Pins pins) {
            return new Version(
                    sequence, payload, HeapSize.of(payload), needed(newest, sequence, pins));
        }

        @SuppressWarnings(
                "ReferenceEquality") // has something been left out, or is it the same chain?
        private static @Nullable Version needed(
                @Nullable Version version, long replacedAt, Pins pins) {
            if (version == null) {
                return null;
            }
            Version older = needed(version.previous, version.sequence, pins);
            if (!pins.need(version.sequence, replacedAt)) {
                return older;
            }
            return older == version.previous
                    ? version
                    : new Version(version.sequence, version.payload, version.bytes, older);
        }
    }

    /// About how much they take on the heap.
    long heapBytes() {
        return heapBytes;
    }

    /// About how much those of them take that were made by writes up to this one.
    long heapBytes(long sequence) {
        return newest.values().stream()
                .mapToLong(version -> Version.chainBytes(Version.at(version, sequence)))
                .sum();
    }

    void put(int row, Map<String, Value> payload, long sequence, Pins pins) {
        Version old = newest.get(row);
        Version pushed = Version.push(old, payload, sequence, pins);
        newest.put(row, pushed);
        long before = heapBytes;
        heapBytes = before + Version.chainBytes(pushed) - Version.chainBytes(old);
    }

    /// The payload of a row as of a write, or null if the file's is still good.
    @Nullable Map<String, Value> get(int row, long sequence) {
        Version version = newest.isEmpty() ? null : Version.at(newest.get(row), sequence);
        return version == null ? null : version.payload;
    }

    /// Whether a write in (from, to] made a version that is still there.
    boolean changedBetween(long from, long to) {
        return newest.values().stream()
                .anyMatch(version -> {
                    Version then = Version.at(version, to);
                    return then != null && then.sequence > from;
                });
    }

    /// The rows that have a version as of this write.
    int[] rows(long sequence) {
        return newest.entrySet().stream()
                .filter(entry -> Version.at(entry.getValue(), sequence) != null)
                .mapToInt(Map.Entry::getKey)
                .sorted()
                .toArray();
    }

    /// Hands over each row's versions made by writes later than one and not later than another,
    /// oldest first.
    void forEachBetween(long after, long upTo, VersionConsumer consumer) {
        newest.forEach((row, version) -> forEachBetween(row, version, after, upTo, consumer));
    }

    /// The same for one row.
    static void forEachBetween(
            int row, @Nullable Version newest, long after, long upTo, VersionConsumer consumer) {
        Version version = Version.at(newest, upTo);
        if (version != null && version.sequence > after) {
            forEachBetween(row, version.previous, after, upTo, consumer);
            consumer.accept(row, version.payload, version.sequence);
        }
    }

    /// Takes a payload version of a row.
    interface VersionConsumer {
        void accept(int row, Map<String, Value> payload, long sequence);
    }
}
