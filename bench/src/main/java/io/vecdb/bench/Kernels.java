package io.vecdb.bench;

import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.vectors.VectorRows;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Nanoseconds a distance between float rows that lie in the first-level caches: rows that follow
/// one another, rows that lie anywhere, and two queries at once.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC"
        })
public class Kernels {
    private static final int ROWS = 16;

    /// Which kernels.
    @Param({"best", "scalar"})
    public String family = "best";

    /// Which distance.
    @Param({"l2", "dot", "manhattan"})
    public String metric = "l2";

    /// Floats in a row.
    @Param({"128", "384", "768", "1536"})
    public int dimension = 128;

    private final int[] ids = new int[ROWS];
    private final float[] out = new float[2 * ROWS];
    private Kernel kernel = Distances.scalar().kernel(Metric.L2);
    private VectorRows queries = VectorRows.allocate(1, 1);
    private VectorRows rows = VectorRows.allocate(1, 1);

    /// Fills rows and queries.
    @Setup
    public void setUp() {
        Distances distances = family.equals("best") ? Distances.best() : Distances.scalar();
        kernel = distances.kernel(Metric.parse(metric));
        Random random = new Random(1);
        queries = random(2, random);
        rows = random(ROWS, random);
        for (int i = 0; i < ROWS; i++) {
            ids[i] = (i * 7) % ROWS;
        }
    }

    private VectorRows random(int count, Random random) {
        VectorRows filled = VectorRows.allocate(count, dimension);
        float[] row = new float[dimension];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < dimension; j++) {
                row[j] = random.nextFloat();
            }
            filled.put(i, row);
        }
        return filled;
    }

    /// One call for rows that follow one another, as exact searches read them.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public float[] range() {
        kernel.range(queries, 0, rows, 0, ROWS, out);
        return out;
    }

    /// One call for rows that lie anywhere.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public float[] gather() {
        kernel.gather(queries, 0, rows, ids, ROWS, out);
        return out;
    }

    /// One call for all rows and two queries.
    @Benchmark
    @OperationsPerInvocation(2 * ROWS)
    public float[] gatherPair() {
        kernel.gatherPair(queries, 0, rows, ids, ROWS, out);
        return out;
    }
}
