package io.vecdb.snapshot;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileStamp;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Archives whose checksums are right and whose table of contents somebody has made up. Each is
/// refused when it is opened, so before anything could be written.
class HostileArchiveTest {
    private static final int BYTES = 128;

    private final Folder folder = new Folder(new FaultyDirectory(), "");
    private int archives;

    private static StoredFile file(String name, long bytes) {
        return new StoredFile(name, new FileStamp(bytes, 7));
    }

    private static Part part(String name, long id, StoredFile... files) {
        return new Part(name, id, 1, 1, new byte[10], List.of(files));
    }

    /// Opens an archive of two files' room.
    private void refused(String words, List<Part> parts, long... offsets) {
        Inventory inventory =
                new Inventory(Instant.EPOCH, "1", new UUID(1, 2), new ArrayList<>(parts));
        refused(
                words,
                out -> {
                    InventoryCodec.write(out, inventory);
                    for (long offset : offsets) {
                        out.putLong(offset);
                    }
                    out.putLong(2 * BYTES);
                });
    }

    /// @param table writes everything behind the files
    private void refused(String words, Consumer<ByteWriter> table) {
        String name = "archive-" + archives++;
        try (FileWriter out = folder.create(name, new FileFormat("snapshot", 1))) {
            ByteWriter end = new ByteWriter();
            table.accept(end);
            out.write(new byte[2 * BYTES], 0, 2 * BYTES);
            out.write(end.toByteArray(), 0, end.size());
            out.finish();
        }
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> Archive.open(folder, name).close())
                .matches(e -> e.code() == ErrorCode.CORRUPT)
                .withMessageStartingWith("File '" + name + "' is corrupt at byte")
                .withMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../seg-1.ids",
                "../../../../tmp/evil",
                "/seg-1.ids",
                "/etc/passwd",
                "C:\\seg-1.ids",
                "c-1/seg-1.ids",
                "seg-1.ids/../../x",
                "seg-1.ids/",
                "./seg-1.ids",
                "seg-1.ids\0",
                "seg-1.ids\n",
                " seg-1.ids",
                "SEG-1.ids",
                "seg-01.ids",
                "seg-0.ids",
                "seg--1.ids",
                "seg-9999999999999999999.ids",
                "seg-1.vectors",
                "seg-1.filters",
                "seg-1.ids2",
                "seg-1.idsx",
                "seg-\u0661.ids",
                "manifest-0000000000000000001",
                "wal-0000000001.log",
                "LOCK",
                ".",
                "..",
                "",
            })
    void namesThatAreNoneOfASegmentsFile(String name) {
        refused(
                "is not the name of a segment's file",
                List.of(part("a", 1, file(name, BYTES), file("seg-1.payload", BYTES))),
                0,
                BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/b", "/a", "", ".", "a\0", "ä", "a b"})
    void namesThatAreNoneOfACollection(String name) {
        refused(
                "is not the name of a collection",
                List.of(part(name, 1, file("seg-1.ids", 2 * BYTES))),
                0);
    }

    @Test
    void duplicates() {
        StoredFile ids = file("seg-1.ids", BYTES);
        refused(
                "'seg-1.ids' stands there twice",
                List.of(part("a", 1, ids, file("seg-1.ids", BYTES))),
                0,
                BYTES);
        refused("'a' stands there twice", List.of(part("a", 1, ids), part("a", 2, ids)), 0, BYTES);
        refused("'b' stands there twice", List.of(part("a", 1, ids), part("b", 1, ids)), 0, BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", // the same bytes
        "0, 64", // overlapping
        "0, 192", // a gap
        "0, 129", // not aligned
        "64, 192",
        "-64, 128",
        "128, 0", // the wrong way round
        "0, 9223372036854775807",
        "0, 256",
        "0, -9223372036854775808",
    })
    void rangesThatAreNotOneBehindTheOther(long first, long second) {
        refused(
                "cannot be 128 bytes at",
                List.of(part("a", 1, file("seg-1.ids", BYTES), file("seg-1.payload", BYTES))),
                first,
                second);
    }

    @ParameterizedTest
    @ValueSource(longs = {129, 192, 257, 1L << 40, Long.MAX_VALUE, Long.MAX_VALUE - 127})
    void lengthsBeyondTheArchive(long bytes) {
        refused(
                "cannot be",
                List.of(part("a", 1, file("seg-1.ids", BYTES), file("seg-1.payload", bytes))),
                0,
                BYTES);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 95, -1, Long.MIN_VALUE})
    void lengthsThatNoFileHas(long bytes) {
        refused("has " + bytes + " bytes", List.of(part("a", 1, file("seg-1.ids", bytes))), 0);
    }

    @Test
    void roomThatNoFileTakes() {
        refused("the files end at 128", List.of(part("a", 1, file("seg-1.ids", BYTES))), 0);
        refused("the files end at 0", List.of(part("a", 1)));
    }

    @Test
    void idsAndNumbersThatNoCollectionHas() {
        refused("has id 0", List.of(part("a", 0)));
        Part negative = new Part("a", 1, -1, 1, new byte[0], List.of());
        refused("write -1", List.of(negative));
        refused("-5 points", List.of(new Part("a", 1, 1, -5, new byte[0], List.of())));
    }

    @Test
    void hugeCountsAllocateNothing() {
        for (int count : new int[] {1, 1_000, Integer.MAX_VALUE, -1}) {
            refused(
                    "",
                    out -> {
                        out.putLong(0);
                        out.putString("1");
                        out.putLong(1);
                        out.putLong(2);
                        out.putVarInt(count);
                        out.putLong(2 * BYTES);
                    });
        }
        refused(
                "a count of",
                out -> {
                    out.putLong(0);
                    out.putVarLong(Long.MAX_VALUE);
                    out.putLong(2 * BYTES);
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 50, Long.MIN_VALUE, 300})
    void aTableThatLiesElsewhere(long table) {
        refused("", out -> out.putLong(table));
    }

    @Test
    void bytesBehindTheTable() {
        Inventory inventory = new Inventory(Instant.EPOCH, "1", new UUID(1, 2), List.of());
        refused(
                "",
                out -> {
                    InventoryCodec.write(out, inventory);
                    out.putLong(77);
                    out.putLong(2 * BYTES);
                });
    }
}
