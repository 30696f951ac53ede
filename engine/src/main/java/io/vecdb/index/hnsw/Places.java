package io.vecdb.index.hnsw;

import java.util.Arrays;
import java.util.BitSet;

/// Which rows of a new numbering take over the nodes of an old graph.
///
/// A node whose own row was deleted goes to an equal row, if one is left.
///
/// @param ofOldRows for each row of the old graph the new row that takes its node over, or -1
/// @param representatives for each new row the one that it is equal to and that is a node, or
///   itself
/// @param taken the new rows that take a node over
record Places(int[] ofOldRows, int[] representatives, BitSet taken) {
    /// @param oldTwins equal rows of the old graph
    /// @param oldToNew for each row of the old graph its new number, or -1 if it was deleted
    /// @param firsts for each new row the first that it is equal to, or itself
    static Places find(Twins oldTwins, int[] oldToNew, int[] firsts) {
        BitSet twins = new BitSet();
        for (int twin : oldTwins.rows()) {
            twins.set(twin);
        }
        int[] places = new int[oldToNew.length];
        Arrays.fill(places, HnswGraph.NONE);
        int[] nodes = new int[firsts.length];
        Arrays.fill(nodes, HnswGraph.NONE);
        BitSet taken = new BitSet();
        for (int row = twins.nextClearBit(0);
                row < oldToNew.length;
                row = twins.nextClearBit(row + 1)) {
            int heir = heir(oldTwins, oldToNew, row);
            if (heir >= 0 && nodes[firsts[heir]] < 0) {
                nodes[firsts[heir]] = heir;
                places[row] = heir;
                taken.set(heir);
            }
        }
        int[] representatives = new int[firsts.length];
        for (int row = 0; row < firsts.length; row++) {
            int node = nodes[firsts[row]];
            representatives[row] = node < 0 ? firsts[row] : node;
        }
        return new Places(places, representatives, taken);
    }

    private static int heir(Twins oldTwins, int[] oldToNew, int row) {
        int heir = oldToNew[row];
        int group = heir < 0 ? oldTwins.group(row) : HnswGraph.NONE;
        if (group >= 0) {
            int end = oldTwins.starts()[group + 1];
            for (int i = oldTwins.starts()[group]; i < end && heir < 0; i++) {
                heir = oldToNew[oldTwins.rows()[i]];
            }
        }
        return heir;
    }
}
