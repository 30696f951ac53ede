package io.vecdb.segment;

import io.vecdb.api.MemoryBytes;
import io.vecdb.api.Metric;
import io.vecdb.api.VectorConfig;
import io.vecdb.distance.Normalizer;
import io.vecdb.index.flat.FlatIndex;
import io.vecdb.vectors.GrowableRows;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.Arrays;

/// The vectors of one field in a mutable segment. One thread appends, any number read.
final class MutableField {
    private final VectorConfig config;
    private final GrowableRows rows;

    /// By row: what the stored row is multiplied with to give the original, that is its norm under
    /// cosine and else 1; 0 where the point has no vector here.
    private volatile float[] norms = new float[64];

    private volatile boolean complete = true;
    private int count;

    MutableField(VectorConfig config, Arena arena) {
        this.config = config;
        rows = new GrowableRows(arena, config.dimension());
    }

    void append(float @Nullable [] vector) {
        float[] stored = new float[config.dimension()];
        float norm = 0;
        if (vector == null) {
            complete = false;
        } else if (config.metric() == Metric.COSINE) {
            norm = Normalizer.normalize(vector, stored);
        } else {
            stored = vector;
            norm = 1;
        }
        rows.append(stored);
        float[] all = norms;
        if (count == all.length) {
            all = Arrays.copyOf(all, count * 2);
        }
        all[count++] = norm;
        norms = all;
    }

    MemoryBytes memory() {
        return new MemoryBytes((long) Float.BYTES * norms.length, rows.bytes(), 0);
    }

    boolean isComplete() {
        return complete;
    }

    boolean has(int row) {
        return norms[row] != 0;
    }

    @Nullable StoredVector stored(int row) {
        float norm = norms[row];
        return norm == 0 ? null : new StoredVector(rows.view().row(row), norm);
    }

    /// The first `count` rows.
    SearchableField searchable(int count) {
        VectorRows all = rows.view();
        VectorRows first = new VectorRows(all.segment(), all.offset(), count, all.dimension());
        FlatIndex scan = new FlatIndex(first, config.metric());
        return new SearchableField(scan, scan, count);
    }
}
