package io.vecdb.planner;

import io.vecdb.index.AcceptSet;
import io.vecdb.index.IndexQuery;
import io.vecdb.segment.SearchableField;

/// Chooses between scanning the accepted rows and searching the index by the number of distances
/// that either computes.
///
/// A graph search with `ef` candidates expands about `ef` accepted nodes. When a share `s` of the
/// rows is accepted it has to walk over `1/s` nodes for each of them, and compares about
/// [#DISTANCES_PER_NODE] neighbours at each. A scan compares exactly the accepted rows.
final class Planner {
    /// Distances that expanding one node of a graph costs: the layer-0 degree of an M = 16 graph,
    /// less the neighbours met before, times two because rows met in a graph's order are not in the
    /// cache as those of a scan are.
    private static final int DISTANCES_PER_NODE = 32;

    /// Candidates that a graph is assumed to keep where the query leaves that to the index.
    private static final int USUAL_EF = 100;

    private Planner() {}

    /// @param query one of the queries that share the plan
    static QueryPlan plan(
            SearchableField field, IndexQuery query, AcceptSet accept, boolean exact) {
        long accepted = accept.cardinality();
        if (accepted == 0) {
            return new QueryPlan.Nothing();
        }
        if (exact || field.index().exact()) {
            return new QueryPlan.FullScan();
        }
        int ef = Math.max(query.ef() == 0 ? USUAL_EF : query.ef(), query.k());
        double nodes = (double) ef * field.rowCount() / accepted;
        return accepted <= nodes * DISTANCES_PER_NODE
                ? new QueryPlan.FullScan()
                : new QueryPlan.IndexSearch();
    }
}
