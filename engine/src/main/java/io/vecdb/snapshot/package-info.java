/// Copies of collections outside of their database: an archive is one file with everything in it, a
/// folder of backups shares files between them. Both hold an [io.vecdb.snapshot.Inventory] and can
/// be read as an [io.vecdb.snapshot.SnapshotSource]. What the files mean is not known here.
@NullMarked
package io.vecdb.snapshot;

import org.jspecify.annotations.NullMarked;
