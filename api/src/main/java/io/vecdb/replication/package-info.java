/// The writes of a collection as values: what the log holds and what a replica applies.
///
/// An [Operation] is complete: applying the same operations in the same order to the same state
/// gives the same state on every machine.
@NullMarked
package io.vecdb.replication;

import org.jspecify.annotations.NullMarked;
