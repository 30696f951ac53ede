package io.vecdb.planner;

import io.vecdb.index.AcceptSet;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.VectorIndex;
import io.vecdb.segment.SearchableField;

import java.util.List;

/// Plans and runs searches of one vector field of one segment. Stateless and thread-safe.
public final class PlanExecutor {
    private static final Neighbors NONE = new Neighbors(new int[0], new float[0]);

    private PlanExecutor() {}

    /// The nearest accepted rows for each query, in the order of the queries.
    ///
    /// @param queries at least one, all alike in `ef`
    /// @param accept the rows that may be hits, the same for all queries
    /// @param exact whether an approximate index must not be used
    public static List<Neighbors> search(
            SearchableField field, List<IndexQuery> queries, AcceptSet accept, boolean exact) {
        return switch (Planner.plan(field, queries.getFirst(), accept, exact)) {
            case QueryPlan.Nothing nothing -> queries.stream().map(query -> NONE).toList();
            case QueryPlan.FullScan scan -> run(field.scan(), queries, accept);
            case QueryPlan.IndexSearch search -> run(field.index(), queries, accept);
        };
    }

    private static List<Neighbors> run(
            VectorIndex index, List<IndexQuery> queries, AcceptSet accept) {
        return queries.size() == 1
                ? List.of(index.search(queries.getFirst(), accept))
                : index.searchAll(queries, accept);
    }
}
