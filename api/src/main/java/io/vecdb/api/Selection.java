package io.vecdb.api;

import java.util.Arrays;
import java.util.List;

/// The points that a write concerns: named, or all that match a filter.
public sealed interface Selection {
    /// The named points.
    ///
    /// @param ids the ids, copied
    record Ids(List<PointId> ids) implements Selection {
        /// Copies the list.
        ///
        /// @throws DbException INVALID_ARGUMENT if an id is null
        public Ids {
            ids = Arguments.list(ids, "a list of point ids");
        }
    }

    /// All points that match when the write is applied.
    ///
    /// @param filter the condition; [Filter#all()] means every point
    record Matching(Filter filter) implements Selection {
        /// @throws DbException LIMIT_EXCEEDED if the filter is too deep or has too many conditions
        public Matching {
            FilterLimits.check(filter);
        }
    }

    /// The named points.
    static Selection of(PointId... ids) {
        return new Ids(Arrays.asList(ids));
    }

    /// The points with these integer ids.
    static Selection of(long... ids) {
        return new Ids(Arrays.stream(ids).mapToObj(PointId::of).toList());
    }

    /// All points that match the filter.
    static Selection matching(Filter filter) {
        return new Matching(filter);
    }
}
