package io.vecdb.api;

import java.util.List;

/// Counts a filter's conditions and measures its depth. A filter that passes can be walked
/// recursively and has a spelling that parses.
final class FilterLimits {
    private int conditions;

    private FilterLimits() {}

    /// @throws DbException INVALID_ARGUMENT for null; LIMIT_EXCEEDED beyond [Limits#FILTER_DEPTH]
    ///   or [Limits#FILTER_CONDITIONS]
    static void check(Filter filter) {
        new FilterLimits().visit(Arguments.given(filter, "a filter"), 1);
    }

    static DbException tooDeep() {
        return new DbException(
                ErrorCode.LIMIT_EXCEEDED,
                "The filter is nested deeper than "
                        + Limits.FILTER_DEPTH
                        + " levels; flatten it (parts of a must or $and need no level each).");
    }

    private void visit(Filter filter, int depth) {
        if (depth > Limits.FILTER_DEPTH) {
            throw tooDeep();
        }
        switch (filter) {
            case Filter.And and -> visitAll(and.parts(), depth);
            case Filter.Or or -> visitAll(or.parts(), depth);
            case Filter.Not not -> visit(not.part(), depth + 1);
            case Filter.Eq eq -> count();
            case Filter.In in -> count();
            case Filter.Except except -> count();
            case Filter.Range range -> count();
            case Filter.Exists exists -> count();
            case Filter.IsNull isNull -> count();
            case Filter.IsEmpty isEmpty -> count();
            case Filter.HasId hasId -> count();
        }
    }

    private void visitAll(List<Filter> parts, int depth) {
        if (parts.isEmpty()) {
            count();
        }
        for (Filter part : parts) {
            visit(part, depth + 1);
        }
    }

    private void count() {
        if (++conditions > Limits.FILTER_CONDITIONS) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "The filter has more than "
                            + Limits.FILTER_CONDITIONS
                            + " conditions; name many values of one field with $in (match any),"
                            + " which is one condition.");
        }
    }
}
