package io.vecdb.segment;

import io.vecdb.distance.Normalizer;

/// A vector as it is stored. A flush or a merge copies it as it is, bit by bit: scaled and
/// normalised again it would be another one, and scores would move each time.
///
/// @param values shape (dimension), of length 1 under cosine
/// @param norm what `values` is multiplied with to give the vector as it was written: its length
///   under cosine, else 1
record StoredVector(float[] values, float norm) {
    /// The vector as it was written, up to rounding.
    float[] original() {
        return norm == 1 ? values : Normalizer.scale(values, norm);
    }
}
