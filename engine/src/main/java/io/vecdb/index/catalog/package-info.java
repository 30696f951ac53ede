/// From a configuration, or the number in a file, to the index that serves it: the one place that
/// knows all of them.
@NullMarked
package io.vecdb.index.catalog;

import org.jspecify.annotations.NullMarked;
