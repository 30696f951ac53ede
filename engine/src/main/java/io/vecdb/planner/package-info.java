/// Decides how one segment answers a query and runs the decision.
///
/// [Planner] compares what an exact scan of the accepted rows costs with what a search of the index
/// costs; the answer is a [QueryPlan], which [PlanExecutor] runs. Filters are applied inside either
/// of them, never to their result, so that k hits come back where k rows match.
@NullMarked
package io.vecdb.planner;

import org.jspecify.annotations.NullMarked;
