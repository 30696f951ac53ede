package io.vecdb.index.hnsw;

import io.vecdb.distance.Kernel;
import io.vecdb.index.Packed;
import io.vecdb.vectors.VectorRows;

import java.util.Arrays;
import java.util.BitSet;

/// Copies the lists of a graph into one whose rows have other numbers, as one of several threads.
///
/// A list that loses rows keeps the others, and is filled up again from the neighbours of the lost
/// ones, so that what was connected through them stays connected.
final class CarryOver {
    private final HnswGraph from;
    private final HnswGraph to;
    private final int[] places;
    private final VectorRows rows;
    private final Kernel kernel;
    private final NeighborSelection selection;
    private final BitSet seen = new BitSet();
    private final int[] list;
    private final int[] further;
    private final int[] candidates;
    private final float[] distances;
    private final long[] scored;

    /// @param places for each row of `from` its number in `to`, or -1; shape (count of `from`)
    /// @param rows of `to`
    CarryOver(HnswGraph from, HnswGraph to, int[] places, VectorRows rows, Kernel kernel) {
        this.from = from;
        this.to = to;
        this.places = places;
        this.rows = rows;
        this.kernel = kernel;
        int width = from.width(0);
        this.selection = new NeighborSelection(rows, kernel, width);
        this.list = new int[width];
        this.further = new int[width];
        this.candidates = new int[width + width * width];
        this.distances = new float[candidates.length];
        this.scored = new long[candidates.length];
    }

    /// Copies the lists of one row that has a place. Costs a few distances for each lost
    /// neighbour's neighbours.
    void copy(int row) {
        int place = places[row];
        for (int layer = 0; layer <= to.level(place); layer++) {
            int n = from.links(layer, row, list);
            int kept = 0;
            seen.set(place);
            for (int i = 0; i < n; i++) {
                kept = add(places[list[i]], kept);
            }
            int found = kept == n ? kept : addNeighboursOfLost(layer, n, kept);
            System.arraycopy(candidates, 0, list, 0, kept);
            score(place, kept, found);
            n = selection.extend(scored, found - kept, n, list, kept);
            to.setLinks(layer, place, list, n);
            seen.clear();
        }
    }

    private int addNeighboursOfLost(int layer, int n, int kept) {
        int found = kept;
        for (int i = 0; i < n; i++) {
            if (places[list[i]] < 0) {
                int m = from.links(layer, list[i], further);
                for (int j = 0; j < m; j++) {
                    found = add(places[further[j]], found);
                }
            }
        }
        return found;
    }

    /// Adds a candidate that is there and new, and returns how many there are then.
    private int add(int place, int n) {
        if (place < 0 || seen.get(place)) {
            return n;
        }
        seen.set(place);
        candidates[n] = place;
        return n + 1;
    }

    /// Scores the candidates behind the kept ones, nearest first.
    private void score(int place, int kept, int found) {
        int n = found - kept;
        System.arraycopy(candidates, kept, candidates, 0, n);
        kernel.gather(rows, place, rows, candidates, n, distances);
        for (int i = 0; i < n; i++) {
            scored[i] = Packed.of(distances[i], candidates[i]);
        }
        Arrays.sort(scored, 0, n);
    }
}
