package io.vecdb.segment;

import io.vecdb.api.MemoryBytes;
import io.vecdb.api.Metric;
import io.vecdb.api.VectorConfig;
import io.vecdb.distance.Normalizer;
import io.vecdb.index.flat.FlatIndex;
import io.vecdb.memory.BlockPool;
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

    /// @param expectedRows how many it is likely to get, 0 if unknown
    MutableField(VectorConfig config, Arena arena, BlockPool pool, int expectedRows) {
        this.config = config;
        rows = new GrowableRows(arena, pool, config.dimension(), expectedRows);
    }

    void append(float @Nullable [] vector) {
        float[] stored;
        float norm = 0;
        if (vector == null) {
            stored = new float[config.dimension()];
            complete = false;
        } else if (config.metric() == Metric.COSINE) {
            stored = new float[config.dimension()];
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

    /// Bytes of the blocks that hold the vectors.
    long blockBytes() {
        return rows.bytes();
    }

    boolean isComplete() {
        return complete;
    }

    boolean has(int row) {
        return norms[row] != 0;
    }

    /// Gives memory back; nobody reads the vectors any more.
    void close() {
        rows.close();
    }

    StoredRows stored() {
        return new StoredRows(rows.view(), row -> norms[row]);
    }

    /// The first `count` rows.
    SearchableField searchable(int count) {
        VectorRows all = rows.view();
        VectorRows first = new VectorRows(all.segment(), 0, count, all.dimension(), all.guard());
        FlatIndex scan = new FlatIndex(first, config.metric());
        return new SearchableField(scan, scan, count);
    }
}
