/// How much memory a database may use, and who uses it.
///
/// The JVM ends badly when memory runs out: any allocation may fail, anywhere, half-way. So what
/// grows with the data asks a [MemoryBudget] first and is refused in words.
@NullMarked
package io.vecdb.memory;

import org.jspecify.annotations.NullMarked;
