package io.vecdb.distance;

import io.vecdb.api.Metric;
import io.vecdb.vectors.VectorRows;

import java.util.Objects;

/// Distances from one query to the rows of one block, under one metric.
///
/// The distances are internal: smaller is nearer, and they are as cheap as their order allows. l2
/// is left squared, dot and cosine (of normalised rows and queries) are negated products, manhattan
/// is the sum. [#score] makes the public score of one. The same query and row give the same bits by
/// whichever method.
///
/// Not thread-safe; takes one row of native memory, so a caller with many queries keeps one scorer
/// and aims it again.
public final class Scorer {
    private final Kernel kernel;
    private final VectorRows rows;
    private final VectorRows own;
    private final float[] one = new float[1];
    private VectorRows queries;
    private int query;

    /// A scorer that has still to be aimed; until then it measures from the zero vector.
    public Scorer(Metric metric, VectorRows rows) {
        this.kernel = Distances.best().kernel(metric);
        this.rows = rows;
        this.own = VectorRows.allocate(1, rows.dimension());
        this.queries = own;
    }

    /// A scorer aimed at a query.
    ///
    /// @param query shape (dimension of the rows), normalised under cosine; it is copied
    public static Scorer of(Metric metric, VectorRows rows, float[] query) {
        Scorer scorer = new Scorer(metric, rows);
        scorer.aim(query);
        return scorer;
    }

    /// Measures from this query from now on.
    ///
    /// @param vector shape (dimension), normalised under cosine; it is copied
    /// @throws IllegalArgumentException if the vector has another dimension than the rows
    public void aim(float[] vector) {
        if (vector.length != rows.dimension()) {
            throw new IllegalArgumentException(
                    "A query of dimension " + vector.length + " for rows of " + rows.dimension());
        }
        own.put(0, vector);
        queries = own;
        query = 0;
    }

    /// Measures from a row from now on; nothing is copied.
    ///
    /// @param from rows of the same dimension
    public void aim(VectorRows from, int row) {
        Objects.checkIndex(row, from.count());
        queries = from;
        query = row;
    }

    /// The distance to one row.
    public float distance(int row) {
        kernel.range(queries, query, rows, row, 1, one);
        return one[0];
    }

    /// The distances to `n` rows.
    ///
    /// @param ids row numbers, shape (at least n)
    /// @param out receives the distances, shape (at least n)
    public void distances(int[] ids, int n, float[] out) {
        kernel.gather(queries, query, rows, ids, n, out);
    }

    /// The distances to the rows `from` to `from + n - 1`.
    ///
    /// @param out receives the distances, shape (at least n)
    public void range(int from, int n, float[] out) {
        kernel.range(queries, query, rows, from, n, out);
    }

    /// The public score of an internal distance: see [Metric].
    public static float score(Metric metric, float distance) {
        return switch (metric) {
            case L2 -> (float) Math.sqrt(distance);
            case MANHATTAN -> distance;
            case DOT -> 0f - distance;
            case COSINE -> Math.clamp(0f - distance, -1f, 1f);
        };
    }

    /// The internal distance of a public score, for thresholds. A negative l2 or manhattan score,
    /// which nothing reaches, becomes a distance that nothing reaches.
    public static float distance(Metric metric, float score) {
        return switch (metric) {
            case L2 -> score < 0 ? -1f : score * score;
            case MANHATTAN -> score;
            case DOT, COSINE -> -score;
        };
    }
}
