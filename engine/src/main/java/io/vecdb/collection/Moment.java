package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.Folder;
import io.vecdb.storage.HoldingDirectory;
import io.vecdb.storage.HoldingDirectory.Hold;

import org.jspecify.annotations.Nullable;

/// A collection as of one write, of which somebody wants the files. Once flushing has come exactly
/// there, they are held; closing this gives them back. Thread-safe.
final class Moment implements AutoCloseable {
    private final HoldingDirectory directory;
    private final Folder folder;
    private final long sequence;
    private final CollectionConfig config;
    private @Nullable Held held;
    private boolean closed;

    /// Files that are held.
    ///
    /// @param folder where they are
    /// @param manifest what they are the state of
    /// @param points live points in them
    /// @param hold keeps them
    record Held(Folder folder, CollectionManifest manifest, long points, Hold hold) {}

    /// @param directory in which the collection's folder is
    /// @param folder the collection's
    /// @param sequence the last write that belongs to it
    /// @param config as of that write
    Moment(HoldingDirectory directory, Folder folder, long sequence, CollectionConfig config) {
        this.directory = directory;
        this.folder = folder;
        this.sequence = sequence;
        this.config = config;
    }

    long sequence() {
        return sequence;
    }

    /// Holds the files that a manifest of this very write names. Called by who keeps others from
    /// committing meanwhile.
    ///
    /// @param points live points as of the write
    synchronized void hold(CollectionManifest manifest, long points) {
        if (closed || held != null) {
            return;
        }
        // The configuration in the manifest may be newer than the write.
        CollectionManifest then =
                new CollectionManifest(
                        manifest.id(),
                        config,
                        manifest.sequence(),
                        manifest.nextSegment(),
                        manifest.segments());
        Hold hold =
                directory.hold(
                        then.fileNames().stream().map(name -> folder.path() + "/" + name).toList());
        held = new Held(folder, then, points, hold);
    }

    /// Whether files are held already, or nobody wants them any more.
    synchronized boolean isOver() {
        return closed || held != null;
    }

    /// What is held.
    ///
    /// @throws DbException CLOSED if flushing ended before it came there
    synchronized Held held() {
        if (held == null) {
            throw new DbException(
                    ErrorCode.CLOSED,
                    "The collection was closed or dropped before its state of write "
                            + sequence
                            + " was on disk.");
        }
        return held;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (held != null) {
            held.hold.close();
        }
    }
}
