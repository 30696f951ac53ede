package io.vecdb.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Queries per second of one thread, and how long single ones take.
///
/// @param queriesPerSecond by the clock
/// @param cpuQueriesPerSecond by the CPU time of the searching thread, which a busy machine does
///   not distort as much
/// @param micros50 median of the latencies, in microseconds
/// @param micros99 99th percentile of the latencies, in microseconds
record Timing(
        double queriesPerSecond, double cpuQueriesPerSecond, double micros50, double micros99) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// Rounds whose median counts.
    private static final int ROUNDS = 5;

    /// A round runs at least so long.
    private static final long ROUND_NANOS = 400_000_000;

    private static final long WARM_UP_NANOS = 1_500_000_000;

    /// What was found and how fast.
    ///
    /// @param answers of the last round, by query
    record Run<T>(List<T> answers, Timing timing) {}

    /// Warms up, then measures several rounds over all queries and takes the medians.
    static <T> Run<T> measure(int queries, IntFunction<T> search) {
        long begin = System.nanoTime();
        List<T> answers = List.of();
        while (System.nanoTime() - begin < WARM_UP_NANOS) {
            answers = once(queries, search);
        }
        List<Timing> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(round(queries, search));
        }
        return new Run<>(answers, median(rounds));
    }

    private static <T> List<T> once(int queries, IntFunction<T> search) {
        List<T> answers = new ArrayList<>(queries);
        for (int i = 0; i < queries; i++) {
            answers.add(search.apply(i));
        }
        return answers;
    }

    private static <T> Timing round(int queries, IntFunction<T> search) {
        List<Long> latencies = new ArrayList<>();
        long cpuBegin = THREADS.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        long last = begin;
        do {
            for (int i = 0; i < queries; i++) {
                T answer = search.apply(i);
                if (answer == null) {
                    throw new AssertionError("no answer");
                }
                long now = System.nanoTime();
                latencies.add(now - last);
                last = now;
            }
        } while (last - begin < ROUND_NANOS);
        long cpu = THREADS.getCurrentThreadCpuTime() - cpuBegin;
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Timing(
                sorted.length * 1e9 / (last - begin),
                sorted.length * 1e9 / cpu,
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3);
    }

    /// The median of each figure.
    static Timing median(List<Timing> rounds) {
        return new Timing(
                Median.of(rounds, Timing::queriesPerSecond),
                Median.of(rounds, Timing::cpuQueriesPerSecond),
                Median.of(rounds, Timing::micros50),
                Median.of(rounds, Timing::micros99));
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("qps", Math.round(queriesPerSecond));
        map.put("cpu_qps", Math.round(cpuQueriesPerSecond));
        map.put("latency_micros_p50", Math.round(micros50 * 10) / 10.0);
        map.put("latency_micros_p99", Math.round(micros99 * 10) / 10.0);
        return map;
    }

    @Override
    public String toString() {
        return String.format(
                "%8.0f queries/s   %8.0f by CPU time   p50 %7.1f µs   p99 %7.1f µs",
                queriesPerSecond, cpuQueriesPerSecond, micros50, micros99);
    }
}
