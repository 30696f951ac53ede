package io.vecdb;

import java.util.stream.LongStream;

/// How often a proof tries, and with which seeds: a few times in every build, as often as `-Dcount`
/// says with `mvn verify -Preliability`. What one trial is, each proof says; `docs/reliability.md`
/// lists them.
///
/// Trial number i, from 0, has the seed `first + i`, where `first` is 1 or what `-Dseed` says.
public final class Trials {
    /// 0 in a build without the profile.
    private static final int WANTED = Integer.getInteger("vecdb.proof.count", 0);

    private final Class<?> proof;
    private final int count;
    private final long first;

    private Trials(Class<?> proof, int count, long first) {
        this.proof = proof;
        this.count = count;
        this.first = first;
    }

    /// The trials of a proof.
    ///
    /// @param proof the test class
    /// @param inBuild how many there are in a build without the profile
    public static Trials of(Class<?> proof, int inBuild) {
        return new Trials(proof, many() ? WANTED : inBuild, firstSeed());
    }

    /// Whether this is a run of many trials: what is sampled in a build is then done in full.
    public static boolean many() {
        return WANTED > 0;
    }

    /// The first seed of whatever draws places, and not trials, at random.
    public static long firstSeed() {
        return Long.getLong("vecdb.proof.seed", 1L);
    }

    /// How many.
    public int count() {
        return count;
    }

    /// The seeds in order.
    public LongStream seeds() {
        return LongStream.range(first, first + count);
    }

    /// Something that is tried with a seed.
    @FunctionalInterface
    public interface Trial {
        /// Passes, or throws.
        void run(long seed) throws Exception;
    }

    /// Makes all trials. The first that fails ends them, with an error that says how to repeat it
    /// alone.
    public void each(Trial trial) {
        for (long seed : seeds().toArray()) {
            attempt(trial, seed, 1, seed);
        }
        report();
    }

    /// Makes all trials, each on what the one before has left: to repeat one that fails, those
    /// before it have to be repeated too.
    public void eachOnTheLast(Trial trial) {
        for (long seed : seeds().toArray()) {
            attempt(trial, seed, (int) (seed - first + 1), first);
        }
        report();
    }

    private void attempt(Trial trial, long seed, int repeatCount, long repeatSeed) {
        try {
            trial.run(seed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    ("%s failed with seed %d; repeat it with: mvn -pl engine -am verify"
                                    + " -Preliability -Dtest=%s -Dcount=%d -Dseed=%d"
                                    + " -Dsurefire.failIfNoSpecifiedTests=false")
                            .formatted(
                                    proof.getSimpleName(),
                                    seed,
                                    proof.getSimpleName(),
                                    repeatCount,
                                    repeatSeed),
                    e);
        }
    }

    private void report() {
        System.out.printf(
                "%s: %d trials, seeds %d to %d%n",
                proof.getSimpleName(), count, first, first + count - 1);
    }
}
