package io.vecdb.app.imports;

import io.vecdb.api.Point;
import io.vecdb.api.Vector;

import java.util.Map;

/// Whether a stored point is the one that a line says.
final class Sameness {
    /// Under cosine a vector is stored normalised with its norm beside, and comes back with the
    /// rounding of that.
    private static final float TOLERANCE = 1e-5f;

    private Sameness() {}

    /// Same payload and same vectors. Texts are not embedded to find out: they are in the payload.
    static boolean same(Point stored, Point given) {
        if (!stored.payload().equals(given.payload())) {
            return false;
        }
        for (Map.Entry<String, Vector> field : given.vectors().entrySet()) {
            if (field.getValue() instanceof Vector.Dense dense
                    && !(stored.vectors().get(field.getKey()) instanceof Vector.Dense known
                            && close(known.values(), dense.values()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(float[] a, float[] b) {
        if (a.length != b.length) {
            return false;
        }
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        return difference <= TOLERANCE * largest;
    }
}
