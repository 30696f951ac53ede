package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vecdb.Trials;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Progress;
import io.vecdb.api.RestoreOptions;
import io.vecdb.api.Selection;
import io.vecdb.index.BuildOptions;
import io.vecdb.snapshot.Archive;
import io.vecdb.snapshot.Inventory;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.snapshot.SnapshotSource;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileCopy;
import io.vecdb.storage.Folder;
import io.vecdb.storage.FoldersOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Archives and backups of which a byte is wrong, or the end is missing, or that were put together
/// of parts that do not belong together: one error, and nothing is left in the database.
@Tag("proof")
@SuppressWarnings("NullAway.Init") // set before each test
class DamagedSnapshotTest {
    private static final Path BACKUPS = Path.of("backups");

    /// Every so manieth byte.
    private static final int STRIDE = Trials.many() ? 1 : 7;

    private final FaultyDirectory disk = new FaultyDirectory();
    private Database database;
    private byte[] sound;
    private Contents contents;

    @BeforeEach
    void fill() {
        database =
                LocalDatabase.open(
                        disk,
                        EmbeddingModels.none(),
                        new Shard.Environment(
                                BuildOptions.threads(1),
                                new WriteBuffer(1_000, 1 << 20),
                                new SteppedExecutor().threads()),
                        new FoldersOnDisk(disk));
        Collection collection = database.createCollection("a", DatabaseWorkload.CONFIG);
        collection.createPayloadIndex("n", PayloadIndexType.INTEGER);
        for (int i = 0; i < 14; i++) {
            collection.upsert(List.of(Point.of(i, i, 1).with("n", i)));
        }
        collection.compact();
        collection.delete(Selection.of(PointId.of(3)));
        assertThat(database.snapshots().create(Path.of("sound"), Set.of(), Progress.NONE).files())
                .isEqualTo(6);
        sound = disk.content(FoldersOnDisk.NAME + "/sound");
        contents = Contents.of(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void refused(String what, byte[] archive) throws IOException {
        disk.put(FoldersOnDisk.NAME + "/damaged", archive);
        refused(what, () -> restore("damaged"));
    }

    private void refused(String what, Runnable restore) throws IOException {
        DbException e = catchThrowableOfType(DbException.class, restore::run);
        assertThat(e).as(what).isNotNull();
        assertThat(e.code())
                .as("%s: %s", what, e.getMessage())
                .isIn(ErrorCode.CORRUPT, ErrorCode.UNSUPPORTED_FORMAT);
        assertThat(database.collections()).as(what).containsExactly("a");
        assertThat(disk.list(""))
                .as(what)
                .filteredOn(name -> name.startsWith("c-"))
                .containsExactly("c-1");
    }

    private void restore(String archive) {
        assertThat(
                        database.snapshots()
                                .restore(
                                        Path.of(archive),
                                        RestoreOptions.ALL.collection("a", "b"),
                                        Progress.NONE))
                .containsExactly("b");
    }

    @Test
    void theSoundOneIsRestored() {
        restore("sound");
        assertThat(Contents.of(database).collections().get("b"))
                .isEqualTo(contents.collections().get("a"));
        assertThat(database.collection("b").count(Filter.all())).isEqualTo(13);
    }

    @Test
    void everyByteCounts() throws IOException {
        for (int at = 0; at < sound.length; at += at < 64 || at > sound.length - 40 ? 1 : STRIDE) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            refused("byte " + at + " of " + sound.length, damaged);
        }
    }

    @Test
    void everyLengthCounts() throws IOException {
        for (int length = 0; length < sound.length; length += STRIDE) {
            refused("cut at " + length, Arrays.copyOf(sound, length));
        }
        refused("one more byte", Arrays.copyOf(sound, sound.length + 1));
    }

    @Test
    void everyByteOfABackupCounts() throws IOException {
        assertThat(database.snapshots().backup(BACKUPS, Set.of(), Progress.NONE).number()).isOne();
        for (String folder : disk.list(FoldersOnDisk.NAME)) {
            if (!folder.matches("[0-9a-f]{16}|backup-1")) {
                continue;
            }
            List<String> files =
                    folder.equals("backup-1")
                            ? List.of(folder)
                            : disk.list(FoldersOnDisk.NAME + "/" + folder).stream()
                                    .map(file -> folder + "/" + file)
                                    .toList();
            for (String file : files) {
                damageBackup(FoldersOnDisk.NAME + "/" + file);
            }
        }
    }

    private void damageBackup(String file) throws IOException {
        byte[] whole = disk.content(file);
        Runnable restore =
                () ->
                        assertThat(
                                        database.snapshots()
                                                .restoreBackup(
                                                        BACKUPS,
                                                        1,
                                                        RestoreOptions.ALL.collection("a", "b"),
                                                        Progress.NONE))
                                .isNotEmpty();
        for (int at = 0; at < whole.length; at += STRIDE) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            disk.put(file, damaged);
            refused(file + ", byte " + at, restore);
            disk.put(file, Arrays.copyOf(whole, at));
            refused(file + ", cut at " + at, restore);
        }
        disk.put(file, whole);
    }

    @Test
    void partsThatDoNotBelongTogether() throws IOException {
        Folder outside = new Folder(disk, FoldersOnDisk.NAME);
        try (Archive archive = Archive.open(outside, "sound")) {
            Part part = archive.inventory().parts().getFirst();
            List<StoredFile> fewer = part.files().subList(1, part.files().size());
            byte[] otherManifest = part.manifest().clone();
            otherManifest[otherManifest.length - 1] ^= 1;
            refusedPart(archive, with(part, part.id() + 1, 13, part.manifest(), part.files()));
            refusedPart(archive, with(part, part.id(), 12, part.manifest(), part.files()));
            refusedPart(archive, with(part, part.id(), 13, otherManifest, part.files()));
            refusedPart(archive, with(part, part.id(), 13, new byte[3], part.files()));
            refusedPart(archive, with(part, part.id(), 13, part.manifest(), fewer));
            refusedPart(
                    archive, with(part, part.id(), 13, part.manifest(), part.files().reversed()));
        }
    }

    private static Part with(
            Part part, long id, long points, byte[] manifest, List<StoredFile> files) {
        return new Part(part.name(), id, part.sequence(), points, manifest, files);
    }

    /// Makes an archive with sound checksums of what another one holds and what is made up.
    private void refusedPart(Archive archive, Part part) throws IOException {
        Inventory old = archive.inventory();
        SnapshotSource madeUp =
                new SnapshotSource() {
                    @Override
                    public Inventory inventory() {
                        return new Inventory(
                                old.created(), old.release(), old.database(), List.of(part));
                    }

                    @Override
                    public void copy(Part each, StoredFile file, FileCopy.Sink sink) {
                        archive.copy(each, file, sink);
                    }

                    @Override
                    public void close() {}
                };
        Folder outside = new Folder(disk, FoldersOnDisk.NAME);
        Archive.write(outside, "made-up", madeUp, Progress.NONE);
        refused(part.toString(), () -> restore("made-up"));
        outside.delete("made-up");
    }
}
