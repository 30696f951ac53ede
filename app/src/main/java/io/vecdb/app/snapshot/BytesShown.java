package io.vecdb.app.snapshot;

import io.vecdb.app.cli.Session;
import io.vecdb.app.console.Progress;

/// Shows the progress of a job that is told in bytes.
final class BytesShown implements AutoCloseable, io.vecdb.api.Progress {
    private final Progress progress;

    BytesShown(Session session, String label) {
        progress = Progress.unknown(session.console(), label);
    }

    @Override
    public void update(long done, long total) {
        progress.done(done, total > 0 ? (double) done / total : Double.NaN);
    }

    @Override
    public void close() {
        progress.close();
    }
}
