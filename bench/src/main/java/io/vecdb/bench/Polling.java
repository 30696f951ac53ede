package io.vecdb.bench;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what a database does in the background, by looking again and again.
final class Polling {
    /// Longer than any benchmark's background work should take.
    private static final Duration PATIENCE = Duration.ofHours(2);

    private static final Duration STILL = Duration.ofSeconds(10);

    /// A share of one core that looking takes at most.
    private static final double IDLE_CPU = 0.3;

    private Polling() {}

    /// What stands still.
    ///
    /// @param seconds from the call until it changed last
    record Still<T>(T value, double seconds) {}

    /// Returns as soon as a condition holds.
    ///
    /// @throws DbException INTERNAL if it does not in hours
    static void until(String condition, BooleanSupplier holds) {
        Cost begin = Cost.now();
        while (!holds.getAsBoolean()) {
            pause(condition, begin, 10);
        }
    }

    /// Returns when a value has not changed for ten seconds in which the process was idle: a merge
    /// changes nothing until it is done.
    static <T> Still<T> untilStill(String what, Supplier<T> looked) {
        Cost begin = Cost.now();
        T value = looked.get();
        Cost busy = begin;
        double changed = 0;
        while (Cost.since(busy).seconds() < STILL.toSeconds()) {
            Cost before = Cost.now();
            pause("that " + what + " stand still", begin, 200);
            T now = looked.get();
            Cost step = Cost.since(before);
            if (!now.equals(value)) {
                value = now;
                changed = Cost.since(begin).seconds();
                busy = Cost.now();
            } else if (step.cpuSeconds() > IDLE_CPU * step.seconds()) {
                busy = Cost.now();
            }
        }
        return new Still<>(value, changed);
    }

    private static void pause(String condition, Cost begin, int millis) {
        if (Cost.since(begin).seconds() > PATIENCE.toSeconds()) {
            throw new DbException(
                    ErrorCode.INTERNAL,
                    "Waited " + PATIENCE.toHours() + " hours in vain for this: " + condition + ".");
        }
        sleep(Duration.ofMillis(millis));
    }

    /// Does nothing for a while.
    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
