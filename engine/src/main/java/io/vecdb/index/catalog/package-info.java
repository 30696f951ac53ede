/// From an index's configuration, or the number of its format in a file, to the implementation: the
/// one place that knows all index families.
@NullMarked
package io.vecdb.index.catalog;

import org.jspecify.annotations.NullMarked;
