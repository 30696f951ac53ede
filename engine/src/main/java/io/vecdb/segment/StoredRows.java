package io.vecdb.segment;

import io.vecdb.distance.Normalizer;
import io.vecdb.vectors.VectorFile;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

/// The vectors of a field as they are stored. A flush or a merge copies them as they are, bit by
/// bit: scaled and normalised again they would be others, and scores would move each time.
///
/// @param rows of length 1 under cosine; zeros where a point has no vector
/// @param norms what a row is multiplied with to give the vector as it was written: its length
///   under cosine, else 1; 0 where there is none
record StoredRows(VectorRows rows, VectorFile.Norms norms) {
    /// A vector as it was written, up to rounding, shape (dimension); null if there is none.
    float @Nullable [] vector(int row) {
        float norm = norms.of(row);
        if (norm == 0) {
            return null;
        }
        float[] values = rows.row(row);
        return norm == 1 ? values : Normalizer.scale(values, norm);
    }
}
