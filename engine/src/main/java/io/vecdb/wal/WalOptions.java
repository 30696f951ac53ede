package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.api.SyncPolicy;

import java.time.InstantSource;

/// How a log is kept.
///
/// @param owner id of the collection that the log belongs to; stands in each file
/// @param segmentBytes size at which a log file is closed and the next one begun; a file is larger
///   only if a single record is
/// @param sync when a write may be acknowledged
/// @param timer begins the syncs of [SyncPolicy.Interval]
/// @param clock says when records were appended, for people to read; nothing depends on it
public record WalOptions(
        long owner, long segmentBytes, SyncPolicy sync, SyncTimer timer, InstantSource clock) {
    /// Of no collection; files of 64 MB, synced before a write is acknowledged; the system's time.
    public static final WalOptions DEFAULT =
            new WalOptions(
                    0, 64L << 20, SyncPolicy.ALWAYS, SyncTimer.SYSTEM, InstantSource.system());

    /// @throws DbException INVALID_ARGUMENT if the size is not positive
    public WalOptions {
        if (segmentBytes < 1) {
            throw DbException.invalid(
                    "A log file's size must be at least 1 byte, not " + segmentBytes + ".");
        }
    }

    /// Of this collection.
    public WalOptions withOwner(long id) {
        return new WalOptions(id, segmentBytes, sync, timer, clock);
    }

    /// With files of another size.
    public WalOptions withSegmentBytes(long bytes) {
        return new WalOptions(owner, bytes, sync, timer, clock);
    }

    /// With another sync policy.
    public WalOptions withSync(SyncPolicy policy) {
        return new WalOptions(owner, segmentBytes, policy, timer, clock);
    }

    /// With another sense of time.
    public WalOptions withTime(SyncTimer syncTimer, InstantSource instants) {
        return new WalOptions(owner, segmentBytes, sync, syncTimer, instants);
    }
}
