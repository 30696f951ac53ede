package io.vecdb.wal;

import io.vecdb.replication.Operation;

/// Takes what recovery finds in a log.
@FunctionalInterface
public interface Replay {
    /// Told once, before the first operation.
    ///
    /// @param bytes that the operations take in the log at most; files that are used again are
    ///   longer than what is in them
    default void expect(long bytes) {}

    /// The next operation.
    void apply(long sequence, Operation operation);
}
