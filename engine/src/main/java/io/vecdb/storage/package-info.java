/// Files: the [Directory] seam through which every byte goes in and out, checksummed immutable
/// files, manifests, and the encodings of values and ids that other files are made of.
///
/// `IOException` does not leave this package and `wal`: it becomes a `DbException` that names the
/// file.
@NullMarked
package io.vecdb.storage;

import org.jspecify.annotations.NullMarked;
