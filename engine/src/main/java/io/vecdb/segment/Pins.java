package io.vecdb.segment;

import java.util.Arrays;

/// The sequence numbers at which somebody still reads, or may begin to: those of open read views,
/// of the newest published one, and of what the sealed segments hold. Versions that none of them
/// sees can be forgotten.
///
/// @param sequences ascending; readers that come later pin numbers not less than the last
public record Pins(long[] sequences) {
    /// Nothing may be forgotten.
    public static final Pins EVERYTHING = new Pins(new long[0]);

    /// Sorts the numbers.
    public Pins {
        sequences = sequences.clone();
        Arrays.sort(sequences);
    }

    /// Whether a version that was good from one write until another is needed.
    boolean need(long from, long until) {
        if (sequences.length == 0 || until > sequences[sequences.length - 1]) {
            return true;
        }
        int at = Arrays.binarySearch(sequences, from);
        int first = at >= 0 ? at : -at - 1;
        return sequences[first] < until;
    }
}
