package io.vecdb.index.flat;

import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.ExactScan;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.Packed;
import io.vecdb.index.SearchScratch;
import io.vecdb.index.TopK;
import io.vecdb.index.VectorIndex;
import io.vecdb.storage.FileWriter;
import io.vecdb.vectors.VectorRows;

import java.util.ArrayList;
import java.util.List;

/// Compares the query with every accepted row: exact, and nothing to build or to store.
///
/// A search costs one distance for each accepted row. Several queries at once share the reading of
/// the rows: a block of them that fits the processor's cache is scored against all queries, two
/// queries at a time, before the next.
public final class FlatIndex implements VectorIndex {
    /// The number of this format in files.
    public static final int FORMAT_ID = 1;

    /// Bytes of rows in a block, about half of a small second-level cache.
    private static final int BLOCK_BYTES = 1 << 17;

    /// Queries that share a pass over the rows; as many are kept outside the heap.
    private static final int GROUP_QUERIES = 64;

    private final VectorRows rows;
    private final Kernel kernel;
    private final int blockRows;

    /// An index over these rows; costs nothing.
    public FlatIndex(VectorRows rows, Metric metric) {
        this.rows = rows;
        this.kernel = Distances.best().kernel(metric);
        long fitting = BLOCK_BYTES / rows.strideBytes();
        this.blockRows = Math.clamp(fitting, 8, SearchScratch.BATCH_ROWS);
    }

    @Override
    public Neighbors search(IndexQuery query, AcceptSet accept) {
        SearchScratch scratch = SearchScratch.borrow(query.vector(), rows, query.k());
        try {
            ExactScan.search(scratch, kernel, rows, accept);
            return scratch.top.drain(query.k());
        } finally {
            scratch.giveBack();
        }
    }

    @Override
    public List<Neighbors> searchAll(List<IndexQuery> queries, AcceptSet accept) {
        List<Neighbors> answers = new ArrayList<>(queries.size());
        for (int from = 0; from < queries.size(); from += GROUP_QUERIES) {
            int to = Math.min(from + GROUP_QUERIES, queries.size());
            searchGroup(queries.subList(from, to), accept, answers);
        }
        return answers;
    }

    private void searchGroup(List<IndexQuery> queries, AcceptSet accept, List<Neighbors> answers) {
        VectorRows vectors = VectorRows.allocate(queries.size(), rows.dimension());
        List<TopK> tops = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            vectors.put(i, queries.get(i).vector());
            tops.add(new TopK(queries.get(i).k()));
        }
        int[] ids = new int[blockRows];
        float[] distances = new float[2 * blockRows];
        for (int row = accept.next(0); row >= 0; ) {
            int n = 0;
            for (; n < blockRows && row >= 0; row = accept.next(row + 1)) {
                ids[n++] = row;
            }
            rows.require(ids, n);
            int query = 0;
            for (; query + 2 <= tops.size(); query += 2) {
                kernel.gatherPair(vectors, query, rows, ids, n, distances);
                offer(tops.get(query), ids, n, distances, 0, 2);
                offer(tops.get(query + 1), ids, n, distances, 1, 2);
            }
            if (query < tops.size()) {
                kernel.gather(vectors, query, rows, ids, n, distances);
                offer(tops.get(query), ids, n, distances, 0, 1);
            }
        }
        for (int i = 0; i < tops.size(); i++) {
            answers.add(tops.get(i).drain(queries.get(i).k()));
        }
    }

    /// Offers `n` rows whose distances begin at `from` and lie `step` apart.
    private static void offer(TopK top, int[] ids, int n, float[] distances, int from, int step) {
        for (int i = 0; i < n; i++) {
            top.offer(Packed.of(distances[from + i * step], ids[i]));
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

    /// Writes nothing: the rows are all there is.
    @Override
    public void write(FileWriter out) {}
}
