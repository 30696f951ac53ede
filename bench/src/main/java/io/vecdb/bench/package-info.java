/// Measures VecDB: nanoseconds of the distance kernels, recall against queries per second of the
/// indexes, what a collection adds to its index, and whether searches for text find what a person
/// would expect. Started by `./vecdb bench`; not part of the product.
@NullMarked
package io.vecdb.bench;

import org.jspecify.annotations.NullMarked;
