package io.vecdb.wal;

import io.vecdb.api.DbException;

/// How a log is kept.
///
/// @param segmentBytes size at which a log file is closed and the next one begun; a file is larger
///   only if a single record is
public record WalOptions(long segmentBytes) {
    /// Files of 64 MB.
    public static final WalOptions DEFAULT = new WalOptions(64L << 20);

    /// @throws DbException INVALID_ARGUMENT if the size is not positive
    public WalOptions {
        if (segmentBytes < 1) {
            throw DbException.invalid(
                    "A log file's size must be at least 1 byte, not " + segmentBytes + ".");
        }
    }
}
