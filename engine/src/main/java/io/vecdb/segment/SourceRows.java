package io.vecdb.segment;

import io.vecdb.index.AcceptSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of a segment that go into one that is being built.
///
/// @param source the segment
/// @param rows ascending
/// @param first the number of the first of them in the new segment; the others follow
record SourceRows(Segment source, int[] rows, int first) {
    /// All rows of some segments that are visible as of a write, one segment after the other.
    static List<SourceRows> visible(List<? extends Segment> sources, long sequence) {
        List<SourceRows> parts = new ArrayList<>();
        int first = 0;
        for (Segment source : sources) {
            AcceptSet visible = source.visible(sequence);
            int[] rows = new int[visible.cardinality()];
            int row = -1;
            for (int i = 0; i < rows.length; i++) {
                row = visible.next(row + 1);
                rows[i] = row;
            }
            parts.add(new SourceRows(source, rows, first));
            first += rows.length;
        }
        return parts;
    }

    /// Rows that follow one another.
    interface Run {
        /// Does something with them.
        ///
        /// @param from the first row
        /// @param to the row behind the last
        void accept(int from, int to);
    }

    /// Calls for all rows in their order, as many as follow one another at a time.
    void forEachRun(Run action) {
        int begin = 0;
        while (begin < rows.length) {
            int end = begin + 1;
            while (end < rows.length && rows[end] == rows[end - 1] + 1) {
                end++;
            }
            action.accept(rows[begin], rows[end - 1] + 1);
            begin = end;
        }
    }

    /// For each row of the source its number in the new segment, -1 for those left behind.
    int[] newNumbers() {
        int[] numbers = new int[source.rowCount()];
        Arrays.fill(numbers, -1);
        for (int i = 0; i < rows.length; i++) {
            numbers[rows[i]] = first + i;
        }
        return numbers;
    }
}
