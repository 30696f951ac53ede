/// `vecdb snapshot`: takes copies of a database while it is closed to others, and makes collections
/// of them.
@NullMarked
package io.vecdb.app.snapshot;

import org.jspecify.annotations.NullMarked;
