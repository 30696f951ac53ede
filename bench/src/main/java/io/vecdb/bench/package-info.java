/// Measures VecDB: nanoseconds of the distance kernels, recall against queries per second of the
/// indexes, what a collection adds to its index, what it costs to store, open, recover, shrink and
/// merge, and whether searches for text find what a person would expect. Started by `./vecdb
/// bench`; not part of the product. What each benchmark measures stands in `docs/benchmarks.md`.
@NullMarked
package io.vecdb.bench;

import org.jspecify.annotations.NullMarked;
