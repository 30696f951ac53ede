package io.vecdb.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// How long single searches took that one thread made, one after the other.
///
/// @param searches how many
/// @param seconds in which they were made
/// @param cpuMicros CPU time of that thread for a search, the mean
/// @param micros50 median
/// @param micros99 99th percentile
/// @param microsMax the longest
record Latencies(
        int searches,
        double seconds,
        double cpuMicros,
        double micros50,
        double micros99,
        double microsMax) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// @param answers the last one to each query
    record Run<T>(List<T> answers, Latencies latencies) {}

    /// Asks all queries again and again, at least once.
    ///
    /// @param goesOn is asked after every search
    static <T> Run<T> measure(int queries, IntFunction<T> search, BooleanSupplier goesOn) {
        // Primitive and in few arrays, so as not to make work for the garbage collector.
        long[] nanos = new long[1 << 20];
        int count = 0;
        List<T> answers = new ArrayList<>(queries);
        long cpuBegin = THREADS.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        long last = begin;
        do {
            int query = count % queries;
            T answer = search.apply(query);
            long now = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = now - last;
            if (answers.size() <= query) {
                answers.add(answer);
            } else {
                answers.set(query, answer);
            }
            last = System.nanoTime();
        } while (count < queries || goesOn.getAsBoolean());
        long cpu = THREADS.getCurrentThreadCpuTime() - cpuBegin;
        return new Run<>(
                answers, of(Arrays.copyOf(nanos, count), (last - begin) / 1e9, cpu / 1e3 / count));
    }

    private static Latencies of(long[] nanos, double seconds, double cpuMicros) {
        Arrays.sort(nanos);
        return new Latencies(
                nanos.length,
                seconds,
                cpuMicros,
                nanos[nanos.length / 2] / 1e3,
                nanos[(int) (nanos.length * 0.99)] / 1e3,
                nanos[nanos.length - 1] / 1e3);
    }

    /// The medians of each figure, and the longest search of all.
    static Map<String, Object> summary(List<Latencies> runs) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("searches", runs.stream().mapToLong(Latencies::searches).sum());
        map.put("seconds", Median.of(runs, Latencies::seconds));
        map.put("cpu_micros_mean", Median.of(runs, Latencies::cpuMicros));
        map.put("micros_p50", Median.of(runs, Latencies::micros50));
        map.put("micros_p99", Median.of(runs, Latencies::micros99));
        map.put("micros_max", runs.stream().mapToDouble(Latencies::microsMax).max().orElse(0));
        return map;
    }

    @Override
    public String toString() {
        return String.format(
                "%d searches in %.1f s, p50 %.0f µs, p99 %.0f µs, longest %.0f µs",
                searches, seconds, micros50, micros99, microsMax);
    }
}
