package io.vecdb.wal;

import io.vecdb.api.LogStats;

/// What a log did since it was opened. Guarded by the log's lock.
final class LogCounters {
    private long records;
    private long recordBytes;
    private long writes;
    private long syncs;

    /// @param bytes of the record, its head included
    void appended(long bytes) {
        records++;
        recordBytes += bytes;
    }

    void wrote() {
        writes++;
    }

    void synced() {
        syncs++;
    }

    LogStats stats(long lastSequence, long diskBytes, long bufferBytes) {
        return new LogStats(
                lastSequence, records, recordBytes, writes, syncs, diskBytes, bufferBytes);
    }
}
