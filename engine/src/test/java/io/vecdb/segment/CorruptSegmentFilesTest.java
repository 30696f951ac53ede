package io.vecdb.segment;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.LocalDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.function.Consumer;

/// Files of a segment whose checksums are right and whose content is not: the error names the file
/// and the byte in it. The body begins at byte 64.
@SuppressWarnings("NullAway.Init") // opened before each test
class CorruptSegmentFilesTest {
    @TempDir Path folder;

    private Directory directory;

    @BeforeEach
    void open() {
        directory = LocalDirectory.open(folder);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private void corrupt(
            FileFormat format,
            Consumer<FileWriter> body,
            Consumer<FileReader> use,
            String... words) {
        try (FileWriter out = FileWriter.create(directory, "seg-3", format)) {
            body.accept(out);
            out.finish();
        }
        try (FileReader file = FileReader.open(directory, "seg-3", format)) {
            assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> use.accept(file))
                    .withMessageStartingWith("File 'seg-3' is corrupt at byte ")
                    .withMessageContainingAll(words);
        } finally {
            deleteFile();
        }
    }

    private void deleteFile() {
        try {
            directory.delete("seg-3");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void idsWhoseCountsDoNotFit() {
        ids(out -> out.writeInt(3), "byte 68", "within its counts");
        ids(out -> ints(out, 4, 4, 0, 0, 0, 0), "byte 64", "4 ids, and the segment 3");
        ids(out -> ints(out, 3, 1, 1, 0, 0, 0), "byte 64", "add up");
        ids(out -> ints(out, 3, 3, 0, 0, 0, 0), "byte 64", "length");
    }

    private void ids(Consumer<FileWriter> body, String... words) {
        corrupt(IdMap.FORMAT, body, file -> IdMap.open(file, 3), words);
    }

    @Test
    void payloadsWhoseTableDoesNotFit() {
        corrupt(
                PayloadFile.FORMAT,
                out -> longs(out, 0, 7),
                file -> PayloadFile.open(file, 1),
                "byte 72",
                "1 payloads");
        corrupt(
                PayloadFile.FORMAT,
                out -> longs(out, 99, 0),
                file -> PayloadFile.open(file, 1).payload(0),
                "byte 64",
                "row 0 lies outside");
    }

    @Test
    void aPayloadThatIsNone() {
        corrupt(
                PayloadFile.FORMAT,
                out -> {
                    out.writeByte(0);
                    // One field, its name of no bytes, a value of type 99.
                    out.writeByte(1);
                    out.writeByte(0);
                    out.writeByte(99);
                    longs(out, 0, 1, 4);
                },
                file -> PayloadFile.open(file, 2).payload(1),
                "byte 68",
                "unknown type 99");
    }

    private static void ints(FileWriter out, int... values) {
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static void longs(FileWriter out, long... values) {
        for (long value : values) {
            out.writeLong(value);
        }
    }
}
