package io.vecdb.index;

import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.distance.Normalizer;
import io.vecdb.vectors.VectorRows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/// Rows, queries and true answers for tests of indexes.
public final class TestRows {
    private TestRows() {}

    /// Random rows around 40 centres, normalised under cosine.
    public static VectorRows clustered(Random random, int count, int dimension, Metric metric) {
        float[][] centres = new float[40][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = gaussian(random, dimension);
        }
        VectorRows rows = VectorRows.allocate(count, dimension);
        for (int row = 0; row < count; row++) {
            float[] values = gaussian(random, dimension);
            float[] centre = centres[random.nextInt(centres.length)];
            for (int i = 0; i < dimension; i++) {
                values[i] = 2 * centre[i] + values[i];
            }
            rows.put(row, prepared(values, metric));
        }
        return rows;
    }

    /// A query near a random row, or anywhere if there are none.
    public static float[] query(Random random, VectorRows rows, Metric metric) {
        float[] values = gaussian(random, rows.dimension());
        if (rows.count() > 0) {
            float[] near = rows.row(random.nextInt(rows.count()));
            for (int i = 0; i < values.length; i++) {
                values[i] = near[i] + 0.3f * values[i];
            }
        }
        return prepared(values, metric);
    }

    /// Each row with this probability.
    public static SomeRows some(Random random, int count, double probability) {
        BitSet bits = new BitSet();
        for (int row = 0; row < count; row++) {
            if (random.nextDouble() < probability) {
                bits.set(row);
            }
        }
        return new SomeRows(bits);
    }

    /// The true answer, by sorting the distances to all accepted rows.
    public static Neighbors nearest(
            VectorRows rows, Metric metric, IndexQuery query, AcceptSet accept) {
        Kernel kernel = Distances.best().kernel(metric);
        VectorRows queries = VectorRows.allocate(1, rows.dimension());
        queries.put(0, query.vector());
        float[] distance = new float[1];
        long[] all = new long[accept.cardinality()];
        int n = 0;
        for (int row = accept.next(0); row >= 0; row = accept.next(row + 1)) {
            kernel.range(queries, 0, rows, row, 1, distance);
            all[n++] = Packed.of(distance[0], row);
        }
        Arrays.sort(all);
        n = Math.min(n, query.k());
        int[] nearest = new int[n];
        float[] distances = new float[n];
        for (int i = 0; i < n; i++) {
            nearest[i] = Packed.row(all[i]);
            distances[i] = Packed.distance(all[i]);
        }
        return new Neighbors(nearest, distances);
    }

    /// The share of an answer that is as near as the farthest of the true one.
    public static double recall(Neighbors truth, Neighbors found) {
        if (truth.size() == 0) {
            return 1;
        }
        float farthest = truth.distances()[truth.size() - 1];
        int hits = 0;
        for (float distance : found.distances()) {
            hits += distance <= farthest ? 1 : 0;
        }
        return (double) hits / truth.size();
    }

    private static float[] gaussian(Random random, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] prepared(float[] values, Metric metric) {
        if (metric == Metric.COSINE) {
            Normalizer.normalize(values, values);
        }
        return values;
    }
}
