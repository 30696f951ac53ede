package io.vecdb.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vecdb.api.Metric;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Every kernel against sums in double precision, at every dimension from 1 to 200.
class KernelTest {
    /// Of the sum of the terms' magnitudes: 13 chained float additions, each off by half of 2^-23.
    private static final double EPSILON = 2e-6;

    private static final int ROWS = 23;
    private static final long SEED = 20_261_121L;

    static List<Arguments> kernels() {
        List<Distances> families = new ArrayList<>(List.of(Distances.scalar()));
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            families.add(PanamaDistances.create());
        }
        List<Arguments> all = new ArrayList<>();
        for (Distances family : families) {
            for (Metric metric : List.of(Metric.L2, Metric.DOT, Metric.MANHATTAN)) {
                all.add(Arguments.of(family.name(), metric, family.kernel(metric)));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kernels")
    void agreesWithDoublePrecisionAtEveryDimensionAndOffset(
            String family, Metric metric, Kernel kernel) {
        Random random = new Random(SEED);
        for (int dimension = 1; dimension <= 200; dimension++) {
            for (long offset : new long[] {0, 4, 20, 36, 60}) {
                VectorRows queries = rows(random, 3, dimension, 64 - offset);
                VectorRows rows = rows(random, ROWS, dimension, offset);
                int query = random.nextInt(2);
                String where = "dimension " + dimension + ", offset " + offset + ", seed " + SEED;

                int n = random.nextInt(40);
                int[] ids = random.ints(n, 0, ROWS).toArray();
                float[] out = new float[n];
                kernel.gather(queries, query, rows, ids, n, out);
                float[] range = new float[ROWS];
                kernel.range(queries, query, rows, 0, ROWS, range);
                float[] pair = new float[2 * n];
                kernel.gatherPair(queries, query, rows, ids, n, pair);
                for (int i = 0; i < n; i++) {
                    check(where, exact(metric, queries.row(query), rows.row(ids[i])), out[i]);
                    check(
                            where,
                            exact(metric, queries.row(query + 1), rows.row(ids[i])),
                            pair[2 * i + 1]);
                    assertThat(pair[2 * i]).as(where).isEqualTo(out[i]);
                    assertThat(range[ids[i]]).as(where).isEqualTo(out[i]);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kernels")
    void givesTheSameBitsWhereverARowStandsInAList(String family, Metric metric, Kernel kernel) {
        Random random = new Random(SEED);
        VectorRows queries = rows(random, 1, 131, 0);
        VectorRows rows = rows(random, ROWS, 131, 0);
        float[] alone = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            float[] out = new float[1];
            kernel.gather(queries, 0, rows, new int[] {row}, 1, out);
            alone[row] = out[0];
        }
        for (int n = 0; n <= 40; n++) {
            int[] ids = random.ints(n, 0, ROWS).toArray();
            float[] out = new float[n + 1];
            out[n] = 42;
            kernel.gather(queries, 0, rows, ids, n, out);
            for (int i = 0; i < n; i++) {
                assertThat(out[i]).as("n %d, place %d", n, i).isEqualTo(alone[ids[i]]);
            }
            assertThat(out[n]).as("behind n %d", n).isEqualTo(42);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kernels")
    void refusesRowsBeyondTheSegment(String family, Metric metric, Kernel kernel) {
        VectorRows rows = VectorRows.allocate(10, 40);
        for (int row : new int[] {-1, 10, Integer.MAX_VALUE}) {
            int[] ids = {0, 1, 2, 3, 4, 5, 6, row};
            assertThatThrownBy(() -> kernel.gather(rows, 0, rows, ids, 8, new float[8]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> kernel.range(rows, 0, rows, row, 1, new float[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void bestIsTheVectorApiWhereItIsWorthwhile() {
        assumeThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        assumeThat(PanamaDistances.worthwhile()).isTrue();
        assertThat(Distances.best().name()).startsWith("panama-");
    }

    @Test
    void bestIsScalarWithoutTheVectorApi() {
        assumeThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();
        assertThat(Distances.best()).isSameAs(Distances.scalar());
    }

    private static void check(String where, double[] exact, float actual) {
        assertThat((double) actual).as(where).isCloseTo(exact[0], within(EPSILON * exact[1]));
    }

    /// The exact distance and the sum of its terms' magnitudes.
    private static double[] exact(Metric metric, float[] a, float[] b) {
        double sum = 0;
        double magnitude = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            double term =
                    switch (metric) {
                        case L2 -> difference * difference;
                        case DOT, COSINE -> -(double) a[i] * b[i];
                        case MANHATTAN -> Math.abs(difference);
                    };
            sum += term;
            magnitude += Math.abs(term);
        }
        return new double[] {sum, magnitude};
    }

    private static VectorRows rows(Random random, int count, int dimension, long offset) {
        long bytes = count * VectorRows.strideBytes(dimension) + 64;
        VectorRows rows =
                new VectorRows(Arena.ofAuto().allocate(bytes, 64), offset, count, dimension);
        for (int row = 0; row < count; row++) {
            float[] values = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                values[i] = (float) random.nextGaussian();
            }
            rows.put(row, values);
        }
        return rows;
    }
}
