/// The log of a collection: every write stands in it, synced as the database's policy says, before
/// it is acknowledged.
///
/// Writes are appended in the order in which they are applied; whoever waits for durability first
/// syncs for all who wait (group commit). Recovery replays what no sealed segment holds yet.
@NullMarked
package io.vecdb.wal;

import org.jspecify.annotations.NullMarked;
