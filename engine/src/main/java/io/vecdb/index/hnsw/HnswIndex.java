package io.vecdb.index.hnsw;

import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.ExactScan;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.Pool;
import io.vecdb.index.SearchScratch;
import io.vecdb.index.TopK;
import io.vecdb.index.VectorIndex;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Section;
import io.vecdb.vectors.VectorRows;

/// A graph that is searched from the top layer down: Malkov & Yashunin, Algorithm 5.
///
/// The search of layer 0 keeps the `ef` nearest accepted rows; rows that are not accepted (deleted,
/// or filtered out) are walked through. It gives up once it has scored as many rows as are
/// accepted, since looking at each of those would have cost no more: then it does just that. So `k`
/// rows come back whenever `k` are accepted, and a search never costs more than twice the exact
/// one.
public final class HnswIndex implements VectorIndex {
    /// The number of this format in files.
    public static final int FORMAT_ID = 2;

    static final int DEFAULT_EF = 64;

    private final HnswGraph graph;
    private final Twins twins;
    private final VectorRows rows;
    private final Kernel kernel;
    private final Pool<BeamSearch> beams;

    /// @throws io.vecdb.api.DbException CORRUPT if the lists of equal rows lead astray
    HnswIndex(HnswGraph graph, VectorRows rows, Metric metric) {
        this.graph = graph;
        this.twins = Twins.read(graph.section(), graph.head);
        this.rows = rows;
        this.kernel = Distances.best().kernel(metric);
        this.beams = new Pool<>(() -> new BeamSearch(graph, twins, rows, kernel));
    }

    /// Opens an index in place; the file must stay open as long as the index is used. Reads the
    /// head and the lists of equal rows, which go to the heap; links are read by searches.
    ///
    /// @param bytes the index
    /// @param rows that the index was built over
    /// @throws io.vecdb.api.DbException CORRUPT if the bytes are no graph of these rows
    public static HnswIndex open(Section bytes, Metric metric, VectorRows rows) {
        HnswHead head = HnswHead.read(bytes, metric.formatId(), rows.count());
        return new HnswIndex(new HnswGraph(head, bytes), rows, metric);
    }

    /// Looks at every link of an index and adds those that lead astray.
    ///
    /// @param bytes the index
    /// @param count rows that it was built over
    /// @throws io.vecdb.api.DbException CORRUPT if the bytes are no graph of such rows
    public static void verify(Section bytes, Metric metric, int count, DamageList found) {
        HnswHead head = HnswHead.read(bytes, metric.formatId(), count);
        HnswCheck.check(new HnswGraph(head, bytes), Twins.read(bytes, head), found);
    }

    @Override
    public Neighbors search(IndexQuery query, AcceptSet accept) {
        SearchScratch scratch = SearchScratch.borrow(query.vector(), rows, query.k());
        try {
            int ef = Math.max(query.k(), query.ef() == 0 ? DEFAULT_EF : query.ef());
            if (accept.cardinality() > ef) {
                BeamSearch beam = beams.borrow();
                try {
                    beam.aim(scratch.query(), 0);
                    TopK found = beam.search(0, beam.descend(0), ef, accept, accept.cardinality());
                    if (found != null && found.size() >= query.k()) {
                        return found.drain(query.k());
                    }
                } finally {
                    beams.giveBack(beam);
                }
            }
            ExactScan.search(scratch, kernel, rows, accept);
            return scratch.top.drain(query.k());
        } finally {
            scratch.giveBack();
        }
    }

    HnswGraph graph() {
        return graph;
    }

    Twins twins() {
        return twins;
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public int formatId() {
        return FORMAT_ID;
    }

    @Override
    public long memoryBytes() {
        return graph.head.totalBytes();
    }

    /// A byte a row for each search that ran beside others.
    @Override
    public long cacheBytes() {
        return (long) beams.kept() * rows.count();
    }

    @Override
    public void write(FileWriter out) {
        out.write(graph.section().verified(), 0, graph.head.totalBytes());
    }
}
