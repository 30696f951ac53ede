package io.vecdb.distance;

/// Vectors of length 1, as cosine wants them.
public final class Normalizer {
    private Normalizer() {}

    /// Scales a vector to length 1 and returns its norm, so that `in` is `out * norm` up to
    /// rounding. A zero vector stays zero, with norm 0: the caller refuses it. Computed in double
    /// precision, so neither large nor tiny components overflow or vanish on the way; the norm
    /// itself is infinite if it exceeds a float.
    ///
    /// @param in finite components
    /// @param out receives the result, as long as `in`; may be the same array
    /// @return the norm, 0 or more
    public static float normalize(float[] in, float[] out) {
        double squares = 0;
        for (float component : in) {
            squares += (double) component * component;
        }
        double norm = Math.sqrt(squares);
        double scale = norm == 0 ? 0 : 1 / norm;
        for (int i = 0; i < in.length; i++) {
            out[i] = (float) (in[i] * scale);
        }
        return (float) norm;
    }

    /// The reverse: a vector that was scaled to length 1, at its old length, up to rounding.
    ///
    /// @param values shape (dimension), not changed
    /// @param norm what [#normalize] returned
    /// @return a new array
    public static float[] scale(float[] values, float norm) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] * norm;
        }
        return scaled;
    }
}
