package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What is written in the background goes to the same disk, and counts.
class PacedDirectoryTest {
    private final FaultyDirectory disk = new FaultyDirectory();
    private final OpenFiles files = new OpenFiles(disk);
    private final WriteRate rate = new WriteRate(1_000_000);
    private final Directory directory = new PacedDirectory(files.directory(), rate);

    @Test
    void whatIsDoneReachesTheDirectoryBehind() throws IOException {
        try (OutputFile file = directory.create("c/new")) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2}));
            file.reserve(4);
            assertThat(file.length()).isEqualTo(4);
            file.sync();
        }
        directory.rename("c/new", "c/file");
        directory.sync("c");
        disk.put("c/other", new byte[1]);
        assertThat(directory.list("c")).containsExactly("file", "other");
        directory.delete("c/other");
        try (InputFile file = directory.read("c/file")) {
            assertThat(file.bytes().byteSize()).isEqualTo(4);
        }
        assertThat(disk.list("c")).containsExactly("file");
        assertThat(disk.afterPowerLoss(Survival.NONE, 0).content("c/file"))
                .containsExactly(1, 2, 0, 0);
        try (OutputFile file = directory.overwrite("c/file", 1)) {
            file.write(ByteBuffer.wrap(new byte[] {9}));
        }
        assertThat(disk.content("c/file")).containsExactly(1, 9, 0, 0);
        assertThat(files.count()).isZero();
    }

    @Test
    void onlyNewFilesUseUpTheRate() throws IOException {
        long now = System.nanoTime();
        try (OutputFile file = directory.create("file")) {
            long before = rate.reserve(0, now);
            file.write(ByteBuffer.wrap(new byte[100]));
            assertThat(rate.reserve(0, now) - before).isGreaterThanOrEqualTo(100_000);
        }
        long before = rate.reserve(0, now);
        try (OutputFile file = directory.overwrite("file", 0)) {
            file.write(ByteBuffer.wrap(new byte[100]));
        }
        assertThat(rate.reserve(0, now)).isEqualTo(before);
    }
}
