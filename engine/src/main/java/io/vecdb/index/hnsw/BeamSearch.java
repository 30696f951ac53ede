package io.vecdb.index.hnsw;

import io.vecdb.distance.Kernel;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.Packed;
import io.vecdb.index.TopK;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The walk through one layer that both searching and building are made of, with all it needs kept
/// for the next one: it allocates nothing once its heaps have grown.
///
/// Malkov & Yashunin, Algorithm 2:
///
/// | paper | here |
/// |---|---|
/// | q | [#aim] |
/// | v, visited elements | `visited`, stamped with the number of the search |
/// | C, candidates | `candidates` |
/// | W, nearest found | `nearest` |
///
/// A step pops the nearest candidate and scores all of its neighbours that are new in one call, so
/// that the memory accesses of several rows overlap. Not thread-safe.
final class BeamSearch {
    private final HnswGraph graph;
    private final Twins twins;
    private final VectorRows rows;
    private final Kernel kernel;

    /// The rows found by the last search.
    private final TopK nearest = new TopK(1);

    private final NearestQueue candidates = new NearestQueue();
    private final byte[] visited;
    private byte stamp;
    private final int[] ids;
    private final float[] distances;
    private VectorRows queries;
    private int query;

    BeamSearch(HnswGraph graph, Twins twins, VectorRows rows, Kernel kernel) {
        this.graph = graph;
        this.twins = twins;
        this.rows = rows;
        this.kernel = kernel;
        this.visited = new byte[rows.count()];
        this.ids = new int[graph.width(0)];
        this.distances = new float[graph.width(0)];
        this.queries = rows;
    }

    /// Looks for the neighbours of this vector from now on.
    void aim(VectorRows from, int row) {
        queries = from;
        query = row;
    }

    /// A row with its distance from the query.
    long score(int row) {
        ids[0] = row;
        rows.require(ids, 1);
        kernel.gather(queries, query, rows, ids, 1, distances);
        return Packed.of(distances[0], row);
    }

    /// From the graph's entry down to a layer, on each layer above it to the row that is nearer
    /// than its neighbours.
    ///
    /// @return that row, from which to search the layer
    long descend(int layer) {
        long nearestYet = score(graph.head.entry());
        for (int above = graph.head.maxLevel(); above > layer; above--) {
            nearestYet = walk(above, nearestYet);
        }
        return nearestYet;
    }

    private long walk(int layer, long from) {
        long best = from;
        while (true) {
            long before = best;
            int n = graph.links(layer, Packed.row(best), ids);
            rows.require(ids, n);
            kernel.gather(queries, query, rows, ids, n, distances);
            for (int i = 0; i < n; i++) {
                best = Math.min(best, Packed.of(distances[i], ids[i]));
            }
            if (best == before) {
                return best;
            }
        }
    }

    /// Finds the `ef` nearest rows of a layer.
    ///
    /// Rows that are not accepted are walked through. While fewer than `ef` accepted ones are found
    /// the walk goes on, whatever the distance.
    ///
    /// @param from a row of the layer, scored
    /// @param accept what may be found; null: everything, but no twins
    /// @param budget how many rows may be scored
    /// @return the rows found, or null if the budget did not suffice
    @Nullable TopK search(int layer, long from, int ef, @Nullable AcceptSet accept, long budget) {
        nearest.reset(ef);
        candidates.clear();
        nextStamp();
        visited[Packed.row(from)] = stamp;
        candidates.add(from);
        keep(from, accept);
        // What is verified stays so for this search, which has no flag to look at then.
        boolean verified = graph.isVerified() && rows.isVerified();
        long scored = 0;
        while (!candidates.isEmpty()) {
            long candidate = candidates.poll();
            if (candidate > nearest.bound()) {
                break;
            }
            int n = newNeighbours(layer, Packed.row(candidate), verified);
            scored += n;
            if (scored > budget) {
                return null;
            }
            if (!verified) {
                rows.require(ids, n);
            }
            kernel.gather(queries, query, rows, ids, n, distances);
            long bound = nearest.bound();
            for (int i = 0; i < n; i++) {
                long packed = Packed.of(distances[i], ids[i]);
                if (packed < bound) {
                    candidates.add(packed);
                    keep(packed, accept);
                    bound = nearest.bound();
                }
            }
        }
        return nearest;
    }

    /// Lists the neighbours that this search has not seen, and marks them as seen.
    private int newNeighbours(int layer, int row, boolean verified) {
        long list = verified ? graph.verifiedList(layer, row) : graph.list(layer, row);
        int width = graph.width(layer);
        int n = 0;
        for (int i = 0; i < width; i++) {
            int link = graph.link(list, i);
            if (link < 0 || link >= visited.length) {
                if (link == HnswGraph.NONE) {
                    break;
                }
                throw graph.astray(list, i);
            }
            if (visited[link] != stamp) {
                visited[link] = stamp;
                ids[n++] = link;
            }
        }
        return n;
    }

    private void keep(long packed, @Nullable AcceptSet accept) {
        if (accept == null) {
            nearest.offer(packed);
            return;
        }
        if (accept.contains(Packed.row(packed))) {
            nearest.offer(packed);
        }
        if (!twins.isEmpty()) {
            keepTwins(packed, accept);
        }
    }

    private void keepTwins(long packed, AcceptSet accept) {
        int group = twins.group(Packed.row(packed));
        if (group < 0) {
            return;
        }
        float distance = Packed.distance(packed);
        for (int i = twins.starts()[group]; i < twins.starts()[group + 1]; i++) {
            long twin = Packed.of(distance, twins.rows()[i]);
            if (twin >= nearest.bound()) {
                break;
            }
            int row = twins.rows()[i];
            // A sound graph has no link to a twin; one that has must not find it twice.
            if (visited[row] != stamp && accept.contains(row)) {
                visited[row] = stamp;
                nearest.offer(twin);
            }
        }
    }

    private void nextStamp() {
        if (++stamp == 0) {
            Arrays.fill(visited, (byte) 0);
            stamp = 1;
        }
    }
}
