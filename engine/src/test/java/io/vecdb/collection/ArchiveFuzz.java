package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Point;
import io.vecdb.api.Progress;
import io.vecdb.api.Selection;
import io.vecdb.fuzz.FuzzTarget;
import io.vecdb.index.BuildOptions;
import io.vecdb.snapshot.Archive;
import io.vecdb.snapshot.Inventory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;
import io.vecdb.storage.FoldersOnDisk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The body of a snapshot's archive, its checksums right: it is opened and every file in it is
/// copied.
public final class ArchiveFuzz implements FuzzTarget {
    private static final FileFormat FORMAT = new FileFormat("snapshot", 1);

    /// Begins with the length of the body.
    private static final int TRAILER_BYTES = 32;

    @Override
    public List<byte[]> seeds() {
        FaultyDirectory disk = new FaultyDirectory();
        try (Database database =
                LocalDatabase.open(
                        disk,
                        EmbeddingModels.none(),
                        new Shard.Environment(
                                BuildOptions.threads(1),
                                new WriteBuffer(100, 1 << 20),
                                new SteppedExecutor().threads()),
                        new FoldersOnDisk(disk))) {
            Collection collection = database.createCollection("a", DatabaseWorkload.CONFIG);
            collection.upsert(List.of(Point.of(1, 1, 2), Point.of(2, 3, 4).with("n", 5)));
            collection.compact();
            collection.delete(Selection.of(1));
            var _ = database.snapshots().create(Path.of("archive"), Set.of(), Progress.NONE);
        }
        byte[] file = disk.content(FoldersOnDisk.NAME + "/archive");
        ByteBuffer trailer = ByteBuffer.wrap(file, file.length - TRAILER_BYTES, TRAILER_BYTES);
        int bodyBytes = (int) trailer.order(ByteOrder.LITTLE_ENDIAN).getLong();
        return List.of(Arrays.copyOfRange(file, FileHeader.BYTES, FileHeader.BYTES + bodyBytes));
    }

    @Override
    public void read(byte[] input) {
        Folder folder = new Folder(new FaultyDirectory(), "");
        try (FileWriter out = folder.create("archive", FORMAT)) {
            out.write(input, 0, input.length);
            out.finish();
        }
        try (Archive archive = Archive.open(folder, "archive")) {
            for (Inventory.Part part : archive.inventory().parts()) {
                for (Inventory.StoredFile file : part.files()) {
                    AtomicLong copied = new AtomicLong();
                    archive.copy(part, file, (bytes, from, length) -> copied.addAndGet(length));
                    assertThat(copied.get()).isEqualTo(file.stamp().bytes());
                }
            }
        } catch (DbException e) {
            assertThat(e.code()).isIn(ErrorCode.CORRUPT, ErrorCode.UNSUPPORTED_FORMAT);
            assertThat(e).hasMessageContaining("archive");
        }
    }
}
