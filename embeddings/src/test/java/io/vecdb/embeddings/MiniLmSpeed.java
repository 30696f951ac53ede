package io.vecdb.embeddings;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Measures how long [MiniLmModel] takes to load and how many texts it embeds in a second; not a
/// test. Arguments: a file with one text a line, and how many threads. ADR 0005 has the command and
/// what came out.
final class MiniLmSpeed {
    private static final int WARM_UP_TEXTS = 200;
    private static final double NANOS = 1e9;

    private MiniLmSpeed() {}

    public static void main(String[] args) throws IOException {
        List<String> texts = Files.readAllLines(Path.of(args[0]));
        try (var model = new MiniLmModel(Integer.parseInt(args[1]))) {
            long cpuStart = cpuNanos();
            long start = System.nanoTime();
            model.load();
            long loaded = System.nanoTime();
            long cpuLoaded = cpuNanos();
            model.embed(texts.subList(0, 1));
            long first = System.nanoTime();
            System.out.printf(
                    "load %.0f ms (CPU %.0f ms), first text %.0f ms%n",
                    (loaded - start) / 1e6, (cpuLoaded - cpuStart) / 1e6, (first - loaded) / 1e6);

            model.embed(texts.subList(0, Math.min(WARM_UP_TEXTS, texts.size())));
            long wallBefore = System.nanoTime();
            long cpuBefore = cpuNanos();
            model.embed(texts);
            double wall = (System.nanoTime() - wallBefore) / NANOS;
            double cpu = (cpuNanos() - cpuBefore) / NANOS;
            System.out.printf(
                    "%d texts, %s threads: %.0f a second, %.0f a CPU second%n",
                    texts.size(), args[1], texts.size() / wall, texts.size() / cpu);
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
