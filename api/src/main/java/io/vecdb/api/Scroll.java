package io.vecdb.api;

import org.jspecify.annotations.Nullable;

/// Asks for one page of a collection's points in the order of their ids.
///
/// @param filter which points
/// @param from the id at which the page begins (inclusive), or null for the first
/// @param limit how many points at most, 1 to [Limits#HITS]
/// @param include what they carry
public record Scroll(Filter filter, @Nullable PointId from, int limit, Include include) {
    /// The first 100 points with their payloads.
    public static final Scroll FIRST = new Scroll(Filter.all(), null, 100, Include.PAYLOAD);

    /// @throws DbException INVALID_ARGUMENT if the limit is out of range; LIMIT_EXCEEDED if the
    ///   filter is too deep or has too many conditions
    public Scroll {
        FilterLimits.check(filter);
        Arguments.given(include, "what the points of a page carry");
        if (limit < 1 || limit > Limits.HITS) {
            throw DbException.invalid(
                    "A page holds 1 to " + Limits.HITS + " points, not " + limit + ".");
        }
    }

    /// The page that begins at this id.
    public Scroll from(@Nullable PointId id) {
        return new Scroll(filter, id, limit, include);
    }

    /// Only points that satisfy this condition.
    public Scroll filter(Filter condition) {
        return new Scroll(condition, from, limit, include);
    }

    /// At most this many points.
    public Scroll limit(int points) {
        return new Scroll(filter, from, points, include);
    }

    /// With these fields.
    public Scroll include(Include fields) {
        return new Scroll(filter, from, limit, fields);
    }
}
