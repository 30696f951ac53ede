package io.vecdb.memory;

/// How much of a budget is held by work that ends by itself. Thread-safe.
final class Passing {
    private long bytes;

    /// How often some of it was given back.
    private long ended;

    /// Counts what was taken, or with a minus what was given back.
    synchronized void add(long more) {
        bytes += more;
        if (more < 0) {
            ended++;
            notifyAll();
        }
    }

    synchronized long ended() {
        return ended;
    }

    /// Waits until some of it is given back, unless that has happened since.
    ///
    /// @param seen what [#ended] said before memory was found to lack
    /// @return whether there is more now; not if nobody holds any, or the thread is interrupted
    synchronized boolean awaitEnd(long seen) {
        try {
            while (bytes > 0 && ended == seen) {
                wait();
            }
            return ended > seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
