package io.vecdb.bench;

import java.lang.management.ManagementFactory;
import java.util.Map;

/// What a piece of work took, or a moment from which that is counted.
///
/// @param seconds by the clock
/// @param cpuSeconds CPU time of the whole process: all its threads, the compiler and the collector
///   included
record Cost(double seconds, double cpuSeconds) {
    /// A moment.
    static Cost now() {
        return new Cost(System.nanoTime() / 1e9, processCpuNanos() / 1e9);
    }

    /// What was spent since a moment.
    static Cost since(Cost moment) {
        Cost now = now();
        return new Cost(now.seconds - moment.seconds, now.cpuSeconds - moment.cpuSeconds);
    }

    /// What some work takes.
    static Cost of(Runnable work) {
        Cost begin = now();
        work.run();
        return since(begin);
    }

    private static long processCpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    Map<String, Object> toMap() {
        return Map.of("seconds", seconds, "cpu_seconds", cpuSeconds);
    }
}
