package io.vecdb.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C or SIGTERM as something that work can look at, so that it ends in order: while this is
/// open the process does not die of the signal, but waits until [#close()] says that all is put
/// away, 30 seconds at most.
///
/// Thread-safe.
public final class StopSignal implements AutoCloseable {
    /// Longer than a server takes to close (20 s at most), so that the database can be closed after
    /// it.
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch raised = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private StopSignal() {
        hook =
                new Thread(
                        () -> {
                            raised.countDown();
                            awaitDone();
                        },
                        "stop-signal");
    }

    /// Watches for the signal until closed.
    public static StopSignal watch() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /// Whether the process was asked to stop.
    public boolean raised() {
        return raised.getCount() == 0;
    }

    /// Blocks until the process is asked to stop.
    public void await() {
        boolean interrupted = false;
        while (true) {
            try {
                raised.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the process go when the signal comes, as without this object.
    @Override
    public void close() {
        release();
    }

    /// As [#close()], for work that ends before its scope does. A second call does nothing.
    public void release() {
        done.countDown();
        if (!raised()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyStopping) {
                // The signal came between the two lines; its hook finds the work done.
            }
        }
    }

    private void awaitDone() {
        try {
            var _ = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
