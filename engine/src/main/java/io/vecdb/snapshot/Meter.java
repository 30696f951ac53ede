package io.vecdb.snapshot;

import io.vecdb.api.Progress;
import io.vecdb.storage.FileCopy;

/// Counts bytes that are copied and tells how many there are, at most once for each 4 MiB. Used by
/// one thread.
public final class Meter {
    private static final long STEP_BYTES = 4L << 20;

    private final Progress progress;
    private final long total;
    private long done;
    private long told;

    /// @param total bytes there are to copy
    public Meter(Progress progress, long total) {
        this.progress = progress;
        this.total = total;
        progress.update(0, total);
    }

    /// Counts bytes.
    public void add(long bytes) {
        done += bytes;
        if (done - told >= STEP_BYTES || done == total) {
            told = done;
            progress.update(done, total);
        }
    }

    /// A sink that counts what goes through it.
    public FileCopy.Sink over(FileCopy.Sink sink) {
        return (bytes, offset, length) -> {
            sink.write(bytes, offset, length);
            add(length);
        };
    }
}
