package io.vecdb;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/// Lets Lincheck make up scenarios of a test class's operations and run each many times: every
/// outcome must be one that the operations have in some order one after the other.
///
/// A trial is a scenario.
public final class Interleavings {
    private static final int SCENARIOS = 4;
    private static final int INVOCATIONS = Trials.many() ? 3_000 : 200;

    private Interleavings() {}

    /// Goes through the interleavings of the threads one by one, at every access to what they
    /// share. Memory is taken to be sequentially consistent.
    ///
    /// @throws AssertionError with the interleaving that leads to a wrong outcome
    public static void check(Class<?> operations) {
        check(operations, new ModelCheckingOptions());
    }

    /// Lets the threads run as they will: for what Lincheck cannot control.
    ///
    /// @throws AssertionError with the scenario that had a wrong outcome
    public static void stress(Class<?> operations) {
        check(operations, new StressOptions());
    }

    private static void check(Class<?> operations, Options<?, ?> options) {
        int scenarios = Trials.of(operations, SCENARIOS).count();
        options.iterations(scenarios);
        options.threads(2);
        options.actorsPerThread(3);
        options.actorsBefore(1);
        options.actorsAfter(1);
        switch (options) {
            case ModelCheckingOptions checking -> checking.invocationsPerIteration(INVOCATIONS);
            case StressOptions stress -> stress.invocationsPerIteration(INVOCATIONS);
            default -> throw new AssertionError(options);
        }
        options.check(operations);
        System.out.printf(
                "%s: %d scenarios of up to %d runs%n",
                operations.getSimpleName(), scenarios, INVOCATIONS);
    }
}
