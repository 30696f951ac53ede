package io.vecdb.index.flat;

import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.TopK;
import io.vecdb.index.VectorIndex;
import io.vecdb.storage.FileWriter;
import io.vecdb.vectors.VectorRows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Exact search by comparing every accepted row: one distance each, read in the order of memory.
///
/// Several queries are answered in blocks: as many rows as stay in the second-level cache are
/// compared with all queries, two at a time, before the next ones are read. Thread-safe.
public final class FlatIndex implements VectorIndex {
    /// The number of this index in files.
    public static final int FORMAT_ID = 1;

    /// Bytes of rows that are compared with all queries before the next are read.
    private static final int BLOCK_BYTES = 256 << 10;

    private static final int MAX_BLOCK_ROWS = 1024;

    private final VectorRows rows;
    private final Kernel kernel;
    private final int blockRows;

    /// An index over rows (normalised ones under cosine); nothing is copied or computed.
    public FlatIndex(VectorRows rows, Metric metric) {
        this.rows = rows;
        kernel = Distances.best().kernel(metric);
        blockRows = Math.clamp(BLOCK_BYTES / rows.strideBytes(), 16, MAX_BLOCK_ROWS);
    }

    @Override
    public Neighbors search(IndexQuery query, AcceptSet accept) {
        return searchAll(List.of(query), accept).getFirst();
    }

    @Override
    public List<Neighbors> searchAll(List<IndexQuery> queries, AcceptSet accept) {
        int accepted = accept.cardinality();
        List<TopK> nearest = new ArrayList<>(queries.size());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory =
                    arena.allocate(
                            queries.size() * rows.strideBytes(), VectorRows.ROW_ALIGNMENT_BYTES);
            VectorRows vectors = new VectorRows(memory, 0, queries.size(), rows.dimension());
            for (int i = 0; i < queries.size(); i++) {
                vectors.put(i, queries.get(i).vector());
                nearest.add(new TopK(Math.clamp(queries.get(i).k(), 1, Math.max(1, accepted))));
            }
            scan(vectors, accept, accepted == rows.count(), nearest);
        }
        return nearest.stream().map(TopK::drain).toList();
    }

    /// @param all whether every row is accepted, so that `accept` need not be asked
    private void scan(VectorRows queries, AcceptSet accept, boolean all, List<TopK> nearest) {
        int[] block = new int[blockRows];
        float[] distances = new float[2 * blockRows];
        int next = accept.next(0);
        while (next >= 0 && next < rows.count()) {
            int n = 0;
            if (all) {
                n = Math.min(blockRows, rows.count() - next);
                for (int i = 0; i < n; i++) {
                    block[i] = next + i;
                }
                next += n;
            } else {
                while (n < blockRows && next >= 0 && next < rows.count()) {
                    block[n++] = next;
                    next = accept.next(next + 1);
                }
            }
            compare(queries, block, n, distances, nearest);
        }
    }

    private void compare(
            VectorRows queries, int[] block, int n, float[] distances, List<TopK> nearest) {
        int query = 0;
        for (; query + 1 < nearest.size(); query += 2) {
            kernel.gatherPair(queries, query, rows, block, n, distances);
            offer(block, n, distances, 0, 2, nearest.get(query));
            offer(block, n, distances, 1, 2, nearest.get(query + 1));
        }
        if (query < nearest.size()) {
            kernel.gather(queries, query, rows, block, n, distances);
            offer(block, n, distances, 0, 1, nearest.get(query));
        }
    }

    private static void offer(
            int[] block, int n, float[] distances, int first, int step, TopK nearest) {
        float bound = nearest.bound();
        for (int i = 0; i < n; i++) {
            float distance = distances[first + i * step];
            if (distance <= bound) {
                nearest.offer(distance, block[i]);
                bound = nearest.bound();
            }
        }
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public int formatId() {
        return FORMAT_ID;
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public void write(FileWriter out) {
        // The rows are all there is, and they have a file of their own.
    }
}
