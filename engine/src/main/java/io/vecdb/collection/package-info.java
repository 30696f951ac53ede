/// The embedded database: [LocalDatabase] holds collections, each of which is a write path, a chain
/// of read views and the maintenance jobs that turn memory into sealed segments.
///
/// A write is checked, planned, logged, applied and, once the log is synced, published by a new
/// read view. A read takes the newest view and keeps it until it has its answer.
@NullMarked
package io.vecdb.collection;

import org.jspecify.annotations.NullMarked;
