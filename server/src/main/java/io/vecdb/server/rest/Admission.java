package io.vecdb.server.rest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Lets requests in until the server closes, and counts those that are in. Thread-safe.
final class Admission {
    private int inside;
    private boolean closing;

    /// Counts a request in, unless the server closes.
    ///
    /// @return whether it is in; it must [#leave()] then
    synchronized boolean enter() {
        if (closing) {
            return false;
        }
        inside++;
        return true;
    }

    /// Counts a request out, when its answer was sent.
    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /// Lets nobody in from now on, and waits for those who are in. Gives up if the thread is
    /// interrupted, whose flag stays set.
    ///
    /// @return false if some are still in after this time
    synchronized boolean close(Duration longest) {
        closing = true;
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long rest = end - System.nanoTime();
                    inside > 0 && rest > 0;
                    rest = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return inside == 0;
    }
}
