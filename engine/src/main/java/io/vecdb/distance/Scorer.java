package io.vecdb.distance;

import io.vecdb.api.Metric;

/// What users see of internal distances.
///
/// These are as cheap as their order allows: l2 is left squared, dot and cosine (of normalised rows
/// and queries) are negated products, manhattan is the sum.
public final class Scorer {
    private Scorer() {}

    /// The public score of an internal distance: see [Metric].
    public static float score(Metric metric, float distance) {
        return switch (metric) {
            case L2 -> (float) Math.sqrt(distance);
            case MANHATTAN -> distance;
            case DOT -> 0f - distance;
            case COSINE -> Math.clamp(0f - distance, -1f, 1f);
        };
    }
}
