package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

final class FileWriterTest {
    private static final FileFormat FORMAT = new FileFormat("test", 3);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 1_000_000})
    void whatWasWrittenIsRead(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        try (Directory directory = LocalDirectory.open(folder)) {
            try (FileWriter writer = FileWriter.create(directory, "a/file", FORMAT)) {
                int half = length / 2;
                writer.write(bytes, 0, half);
                writer.write(MemorySegment.ofArray(bytes), half, length - half);
                assertThat(writer.position()).isEqualTo(length);
                writer.finish();
            }
            try (FileReader reader = FileReader.open(directory, "a/file", FORMAT)) {
                assertThat(reader.body().verified().toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(bytes);
                assertThat(reader.body().unverified().address() % 64).isZero();
            }
        }
    }

    @Test
    void aFileThatWasEndedCanBeReadAndIsDurableOnceItIsSynced() {
        FaultyDirectory disk = new FaultyDirectory();
        FileWriter writer = FileWriter.create(disk, "file", FORMAT);
        writer.writeInt(7);
        FileStamp stamp = writer.end();
        try (FileReader reader = FileReader.open(disk, "file", FORMAT)) {
            reader.requireStamp(stamp);
            assertThat(reader.body().intAt(0)).isEqualTo(7);
        }
        assertThatThrownBy(() -> writer.writeInt(8)).hasMessageContaining("is closed");
        assertThat(disk.syncs()).isZero();
        writer.sync();
        assertThat(disk.syncs()).isOne();
        writer.close();
        assertThatThrownBy(writer::sync).hasMessageContaining("is not one that is to be synced");
    }

    @Test
    void aFileThatCannotBeSyncedIsNamed() {
        FaultyDirectory disk = new FaultyDirectory();
        FileWriter writer = FileWriter.create(disk, "file", FORMAT);
        var _ = writer.end();
        disk.failAt(disk.calls() + 1);
        assertThatThrownBy(writer::sync)
                .isInstanceOf(DbException.class)
                .hasMessageContaining("Could not sync")
                .hasMessageContaining("file");
    }

    @Test
    void numbersAreLittleEndianAtEveryAlignmentAndAcrossTheBuffersEnd() {
        int count = 100_000;
        try (Directory directory = LocalDirectory.open(folder)) {
            try (FileWriter writer = FileWriter.create(directory, "file", FORMAT)) {
                writer.writeByte(7);
                for (int i = 0; i < count; i++) {
                    writer.writeInt(i);
                    writer.writeLong(-i);
                    writer.writeFloat(i / 3f);
                }
                writer.align(64);
                assertThat(writer.position() % 64).isZero();
                writer.finish();
            }
            try (FileReader reader = FileReader.open(directory, "file", FORMAT)) {
                ByteReader in = reader.body().reader();
                assertThat(in.readByte()).isEqualTo(7);
                for (int i = 0; i < count; i++) {
                    assertThat(in.readInt()).isEqualTo(i);
                    assertThat(in.readLong()).isEqualTo(-i);
                    assertThat(Float.intBitsToFloat(in.readInt())).isEqualTo(i / 3f);
                }
                assertThat(in.remaining()).isLessThan(64);
                while (in.remaining() > 0) {
                    assertThat(in.readByte()).isZero();
                }
            }
        }
    }

    @Test
    void aFileThatWasNotFinishedIsRefused() {
        try (Directory directory = LocalDirectory.open(folder)) {
            try (FileWriter writer = FileWriter.create(directory, "file", FORMAT)) {
                writer.write(new byte[500_000], 0, 500_000);
            }
            assertThatThrownBy(() -> FileReader.open(directory, "file", FORMAT))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                    .hasMessageContaining("'file'")
                    .hasMessageContaining("never finished");
        }
    }

    @Test
    void whatWasFinishedIsDurableAndKnownByItsStamp() {
        FaultyDirectory disk = new FaultyDirectory();
        OpenFiles files = new OpenFiles(disk);
        FileStamp stamp;
        try (FileWriter writer = FileWriter.create(files.directory(), "file", FORMAT)) {
            writer.writeLong(7);
            stamp = writer.finish();
        }
        assertThat(files.count()).isZero();
        new Folder(disk, "").sync();
        FaultyDirectory after = disk.afterPowerLoss(FaultyDirectory.Survival.NONE, 0);
        try (FileReader reader = new Folder(after, "").open("file", FORMAT, stamp)) {
            assertThat(reader.body().longAt(0)).isEqualTo(7);
        }
    }

    @Test
    void aFinishedOrClosedFileTakesNothingMore() {
        FaultyDirectory disk = new FaultyDirectory();
        FileWriter finished = FileWriter.create(disk, "finished", FORMAT);
        finished.finish();
        FileWriter closed = FileWriter.create(disk, "closed", FORMAT);
        closed.close();
        for (FileWriter writer : List.of(finished, closed)) {
            requireRefused(() -> writer.write(new byte[1], 0, 1));
            requireRefused(() -> writer.writeByte(1));
            requireRefused(() -> writer.writeInt(1));
            requireRefused(writer::finish);
        }
    }

    private static void requireRefused(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("closed");
    }

    @Test
    void everyFailingCallNamesTheFileAndLeavesItClosed() {
        int calls = written(new FaultyDirectory()).calls();
        for (int call = 1; call < calls; call++) {
            FaultyDirectory disk = new FaultyDirectory();
            disk.failAt(call);
            OpenFiles files = new OpenFiles(disk);
            assertThatThrownBy(() -> write(files.directory()))
                    .as("call %d", call)
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                    .hasMessageContaining("'file'");
            assertThat(disk.hasFailed()).isTrue();
            assertThat(files.count()).as("open after call %d failed", call).isZero();
        }
    }

    private static FaultyDirectory written(FaultyDirectory disk) {
        write(disk);
        return disk;
    }

    private static void write(Directory directory) {
        try (FileWriter writer = FileWriter.create(directory, "file", FORMAT)) {
            writer.write(new byte[600_000], 0, 600_000);
            writer.finish();
        }
    }
}
