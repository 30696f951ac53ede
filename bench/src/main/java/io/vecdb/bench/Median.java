package io.vecdb.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Medians of what several runs gave.
final class Median {
    private Median() {}

    /// The median of one figure, the mean of the middle two if the runs are even in number; NaN
    /// without runs.
    static <T> double of(List<T> runs, ToDoubleFunction<T> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The medians of time by the clock and of CPU time.
    static <T> Cost cost(List<T> runs, Function<T, Cost> figure) {
        return new Cost(
                of(runs, run -> figure.apply(run).seconds()),
                of(runs, run -> figure.apply(run).cpuSeconds()));
    }
}
