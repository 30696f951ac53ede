package io.vecdb.segment;

import java.util.Arrays;

/// The sequence numbers at which somebody still reads, or may begin to: those of open read views,
/// of the newest published one, and of what the sealed segments hold. Versions that none of them
/// sees can be forgotten.
///
/// @param sequences the numbers, ascending
/// @param published readers that come later begin at this number or a higher one
public record Pins(long[] sequences, long published) {
    /// Nothing may be forgotten.
    public static final Pins EVERYTHING = new Pins(new long[0], -1);

    /// Sorts the numbers.
    public Pins {
        sequences = sequences.clone();
        Arrays.sort(sequences);
    }

    /// Whether a version that was good from one write until another is needed.
    boolean need(long from, long until) {
        if (until > published) {
            return true;
        }
        int at = Arrays.binarySearch(sequences, from);
        int first = at >= 0 ? at : -at - 1;
        return first < sequences.length && sequences[first] < until;
    }
}
