package io.vecdb.api;

import java.time.Duration;

/// When a write reaches the disk itself. Every policy hands a write to the operating system before
/// it is acknowledged, so that the end of the process loses nothing; they differ in what a power
/// loss or a crash of the system may take.
public sealed interface SyncPolicy {
    /// Before the write is acknowledged: nothing acknowledged is ever lost.
    SyncPolicy ALWAYS = new Always();

    /// When the operating system likes, and when a log file is full.
    SyncPolicy NEVER = new Never();

    /// Synced before the answer; writers that wait together share one sync.
    record Always() implements SyncPolicy {}

    /// Synced in the background. A power loss takes at most the writes of the last interval; what
    /// is left is a prefix of what was written.
    ///
    /// @param every longest time between two syncs while there is something to sync
    record Interval(Duration every) implements SyncPolicy {
        /// @throws DbException INVALID_ARGUMENT if it is not between 1 millisecond and 1 hour
        public Interval {
            Arguments.given(every, "the interval of a sync policy");
            if (every.compareTo(Duration.ofMillis(1)) < 0
                    || every.compareTo(Duration.ofHours(1)) > 0) {
                throw DbException.invalid(
                        "A log is synced every 1 millisecond to 1 hour, not every " + every + ".");
            }
        }
    }

    /// Never synced for a write's sake. A power loss may take any number of the last writes; what
    /// is left is a prefix of what was written.
    record Never() implements SyncPolicy {}
}
