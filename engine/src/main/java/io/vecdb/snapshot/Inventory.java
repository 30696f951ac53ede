package io.vecdb.snapshot;

import io.vecdb.api.SnapshotInfo;
import io.vecdb.api.SnapshotInfo.CollectionInfo;
import io.vecdb.storage.FileStamp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/// What a snapshot holds: collections, each with its manifest and its files.
///
/// @param created when it was begun
/// @param release of VecDB that wrote it
/// @param database id of the database that it is of
/// @param parts the collections, sorted by name
public record Inventory(Instant created, String release, UUID database, List<Part> parts) {
    /// Copies the list; files hold milliseconds.
    public Inventory {
        created = created.truncatedTo(ChronoUnit.MILLIS);
        parts = List.copyOf(parts);
    }

    /// A collection as of one write.
    ///
    /// @param name as it was called
    /// @param id its own
    /// @param sequence the write
    /// @param points live points
    /// @param manifest body of its manifest
    /// @param files what the manifest names, in its order
    public record Part(
            String name,
            long id,
            long sequence,
            long points,
            byte[] manifest,
            List<StoredFile> files) {
        /// Copies the list.
        public Part {
            files = List.copyOf(files);
        }
    }

    /// A file of a collection.
    ///
    /// @param name in the collection's folder
    /// @param stamp what identifies its content
    public record StoredFile(String name, FileStamp stamp) {}

    /// All files together, in bytes.
    public long bytes() {
        return parts.stream()
                .flatMap(part -> part.files.stream())
                .mapToLong(file -> file.stamp.bytes())
                .sum();
    }

    /// What a user wants to know of it.
    public SnapshotInfo info() {
        return new SnapshotInfo(
                created,
                release,
                database,
                parts.stream()
                        .map(part -> new CollectionInfo(part.name, part.points, part.sequence))
                        .toList(),
                parts.stream().mapToInt(part -> part.files.size()).sum(),
                bytes());
    }
}
