package io.vecdb.api;

import org.jspecify.annotations.Nullable;

/// How a search runs, beside what it looks for.
///
/// @param exact compute every distance instead of using the approximate index
/// @param ef how many candidates a graph search keeps (1 to [Limits#EF]); more is slower and finds
///   more; null for the index's own choice
/// @param offset how many of the nearest hits to leave out first
/// @param scoreThreshold leave out hits that are farther than this score, or null
public record SearchParams(
        boolean exact, @Nullable Integer ef, int offset, @Nullable Float scoreThreshold) {
    /// The index's own choice, from the nearest hit on.
    public static final SearchParams DEFAULT = new SearchParams(false, null, 0, null);

    /// @throws DbException INVALID_ARGUMENT if `ef` or `offset` is out of range or the threshold is
    ///   NaN
    public SearchParams {
        if (ef != null && (ef < 1 || ef > Limits.EF)) {
            throw DbException.invalid("ef must lie in 1 to " + Limits.EF + ", not " + ef + ".");
        }
        if (offset < 0 || offset > Limits.HITS) {
            throw DbException.invalid(
                    "offset must lie in 0 to " + Limits.HITS + ", not " + offset + ".");
        }
        if (scoreThreshold != null && Float.isNaN(scoreThreshold)) {
            throw DbException.invalid("The score threshold is NaN; give a number.");
        }
    }
}
