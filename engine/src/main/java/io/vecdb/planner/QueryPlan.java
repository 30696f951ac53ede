package io.vecdb.planner;

/// How a segment answers a query.
sealed interface QueryPlan {
    /// No row is accepted.
    record Nothing() implements QueryPlan {}

    /// Compares every accepted row.
    record FullScan() implements QueryPlan {}

    /// Asks the index.
    record IndexSearch() implements QueryPlan {}
}
