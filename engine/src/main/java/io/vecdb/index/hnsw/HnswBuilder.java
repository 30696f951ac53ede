package io.vecdb.index.hnsw;

import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.StorageErrors;
import io.vecdb.vectors.VectorRows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// Builds a graph by inserting one row after the other: Malkov & Yashunin, Algorithms 1 to 4.
///
/// | paper | here |
/// |---|---|
/// | M, M_max0 | `m`, `2 * m` |
/// | efConstruction | `efConstruction` |
/// | l, a new element's level | `levels`, drawn for all rows beforehand |
/// | ep, the entry point | the first row of the highest level, inserted first |
///
/// With one thread the same rows and seed give the same graph.
public final class HnswBuilder {
    private static final int LOCKS = 1 << 12;

    /// Rows that are inserted by one thread, so that no two of the first few miss each other.
    private static final int FIRST_ROWS = 256;

    private static final int PROGRESS_ROWS = 1_000;

    private final IndexConfig.Hnsw config;
    private final Metric metric;
    private final BuildOptions options;

    /// @param config `m` and `efConstruction`; the threshold is the catalog's business
    /// @param options threads that insert, the seed of the levels, and who is told how many rows
    ///   are linked
    public HnswBuilder(IndexConfig.Hnsw config, Metric metric, BuildOptions options) {
        this.config = config;
        this.metric = metric;
        this.options = options;
    }

    /// About how many bytes building takes for each row: its links, those of the few that reach
    /// higher, and a few numbers.
    public static long bytesForRow(IndexConfig.Hnsw config) {
        return (long) Integer.BYTES * (2 * config.m() + 2) + 48;
    }

    /// Builds the index of these rows, which must not change while it is used and, if they lie in a
    /// file, were verified.
    public HnswIndex build(VectorRows rows) {
        Kernel kernel = Distances.best().kernel(metric);
        int[] representatives = Twins.representatives(rows);
        int[] levels = new int[rows.count()];
        int[] nodes = new int[rows.count()];
        int n = 0;
        SplittableRandom random = new SplittableRandom(options.seed());
        int entry = HnswGraph.NONE;
        for (int row = 0; row < rows.count(); row++) {
            if (representatives[row] == row) {
                levels[row] = level(random);
                nodes[n++] = row;
                if (entry < 0 || levels[row] > levels[entry]) {
                    entry = row;
                }
            }
        }
        HnswGraph graph =
                HnswGraph.allocate(
                        options.arena(),
                        new HnswGraph.Shape(
                                metric.formatId(), config.m(), levels, representatives, entry));
        insert(graph, rows, kernel, Arrays.copyOf(nodes, n));
        BitSet all = new BitSet();
        for (int i = 0; i < n; i++) {
            all.set(nodes[i]);
        }
        Connectivity.repair(graph, rows, kernel, all);
        return new HnswIndex(graph, rows, metric);
    }

    /// Builds the index of these rows from one that held the most of them: its nodes keep their
    /// lists under their new numbers, lists that led to deleted rows are mended, the other rows are
    /// inserted. No new row reaches above the highest layer that is left.
    ///
    /// Where the old graph has another `m`, or less than nine tenths of it are left, or less than a
    /// quarter of the new one comes from it, a new graph is built instead. So merging with newer
    /// segments keeps lists, and writing a segment anew because much of it was deleted does not.
    ///
    /// @param rows verified, if they lie in a file
    /// @param old an index under the same metric
    /// @param oldToNew for each row of `old` its number in `rows`, or -1 if it was deleted
    /// @throws io.vecdb.api.DbException CORRUPT if links are to be kept that lead astray
    public HnswIndex merge(VectorRows rows, HnswIndex old, int[] oldToNew) {
        HnswGraph from = old.graph();
        if (oldToNew.length != from.head.count()) {
            throw new IllegalArgumentException(
                    oldToNew.length + " numbers for " + from.head.count() + " rows");
        }
        Places places = Places.find(old.twins(), oldToNew, Twins.representatives(rows));
        int reused = places.taken().cardinality();
        int nodes = from.head.count() - from.head.twinRows();
        if (from.head.m() != config.m()
                || 10L * reused < 9L * nodes
                || 4L * reused < rows.count()) {
            return build(rows);
        }
        requireSound(old);
        int[] levels = new int[rows.count()];
        int entry = HnswGraph.NONE;
        int[] carried = new int[reused];
        int n = 0;
        for (int row = 0; row < oldToNew.length; row++) {
            int place = places.ofOldRows()[row];
            if (place >= 0) {
                carried[n++] = row;
                levels[place] = from.level(row);
                if (entry < 0 || levels[place] > levels[entry]) {
                    entry = place;
                }
            }
        }
        int[] added = drawLevels(levels, places, entry < 0 ? 0 : levels[entry]);
        HnswGraph graph =
                HnswGraph.allocate(
                        options.arena(),
                        new HnswGraph.Shape(
                                metric.formatId(),
                                config.m(),
                                levels,
                                places.representatives(),
                                entry));
        Kernel kernel = Distances.best().kernel(metric);
        Workers.run(
                options,
                reused,
                () -> {
                    CarryOver copier = new CarryOver(from, graph, places.ofOldRows(), rows, kernel);
                    return i -> copier.copy(carried[i]);
                });
        BitSet all = (BitSet) places.taken().clone();
        Connectivity.repair(graph, rows, kernel, all);
        insert(graph, rows, kernel, added);
        for (int row : added) {
            all.set(row);
        }
        Connectivity.repair(graph, rows, kernel, all);
        return new HnswIndex(graph, rows, metric);
    }

    /// Links are copied from one graph to the next for good, so a bad one must not be.
    private static void requireSound(HnswIndex old) {
        DamageList found = new DamageList(old.graph().section().file());
        HnswCheck.check(old.graph(), old.twins(), found);
        if (!found.isEmpty()) {
            throw StorageErrors.corrupt(found.found().getFirst());
        }
    }

    /// Draws the levels of the rows that are to be inserted, and lists them.
    private int[] drawLevels(int[] levels, Places places, int highest) {
        SplittableRandom random = new SplittableRandom(options.seed());
        int[] added = new int[levels.length];
        int n = 0;
        for (int row = 0; row < levels.length; row++) {
            if (places.representatives()[row] == row && !places.taken().get(row)) {
                levels[row] = Math.min(level(random), highest);
                added[n++] = row;
            }
        }
        return Arrays.copyOf(added, n);
    }

    /// Inserts rows, all but the entry.
    private void insert(HnswGraph graph, VectorRows rows, Kernel kernel, int[] nodes) {
        Object[] locks = new Object[LOCKS];
        Arrays.setAll(locks, i -> new Object());
        AtomicInteger done = new AtomicInteger();
        int first = Math.min(FIRST_ROWS, nodes.length);
        int entry = graph.head.entry();
        Supplier<IntConsumer> worker =
                () -> {
                    Inserter inserter =
                            new Inserter(graph, rows, kernel, config.efConstruction(), locks);
                    return row -> {
                        if (row != entry) {
                            inserter.insert(row);
                        }
                        int so = done.incrementAndGet();
                        if (so % PROGRESS_ROWS == 0) {
                            options.progress().accept(so);
                        }
                    };
                };
        IntConsumer one = worker.get();
        for (int i = 0; i < first; i++) {
            one.accept(nodes[i]);
        }
        Workers.run(
                options,
                nodes.length - first,
                () -> {
                    IntConsumer mine = worker.get();
                    return i -> mine.accept(nodes[first + i]);
                });
    }

    /// A level, exponentially distributed: `floor(-ln(U) / ln(m))`.
    private int level(SplittableRandom random) {
        double uniform = 1 - random.nextDouble();
        return (int) (-Math.log(uniform) / Math.log(config.m()));
    }
}
