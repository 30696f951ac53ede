/// Benchmarks of the engine.
@NullMarked
package io.vecdb.bench;

import org.jspecify.annotations.NullMarked;
