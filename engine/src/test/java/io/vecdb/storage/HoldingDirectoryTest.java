package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

class HoldingDirectoryTest {
    private final FaultyDirectory disk = new FaultyDirectory();
    private final HoldingDirectory directory = new HoldingDirectory(disk);

    @BeforeEach
    void files() {
        for (String name : List.of("c-1/a", "c-1/b", "c-10/a")) {
            disk.put(name, new byte[1]);
        }
    }

    @Test
    void aFileThatIsHeldIsDeletedByTheLastWhoGivesItBack() throws IOException {
        HoldingDirectory.Hold first = directory.hold(List.of("c-1/a", "c-1/b"));
        HoldingDirectory.Hold second = directory.hold(List.of("c-1/a"));
        directory.delete("c-1/a");
        first.close();
        first.close();
        assertThat(directory.list("c-1")).containsExactly("a", "b");
        second.close();
        assertThat(directory.list("c-1")).containsExactly("b");
    }

    @Test
    void whatIsNotHeldIsDeletedAtOnce() throws IOException {
        try (HoldingDirectory.Hold hold = directory.hold(List.of("c-1/a"))) {
            assertThat(hold).isNotNull();
            directory.delete("c-1/b");
            directory.delete("c-10");
            assertThat(disk.list("")).containsExactly("c-1");
            assertThat(disk.list("c-1")).containsExactly("a");
        }
        assertThat(disk.list("c-1")).containsExactly("a");
    }

    @Test
    void aFolderStaysWithWhatIsHeldInIt() throws IOException {
        try (HoldingDirectory.Hold hold = directory.hold(List.of("c-1/a"))) {
            assertThat(hold).isNotNull();
            directory.delete("c-1/a");
            directory.delete("c-1");
            assertThat(disk.list("c-1")).containsExactly("a", "b");
        }
        assertThat(disk.list("")).containsExactly("c-10");
    }

    @Test
    void aDeletionThatFailsInTheEndIsNoError() throws IOException {
        HoldingDirectory.Hold hold = directory.hold(List.of("c-1/a"));
        directory.delete("c-1/a");
        disk.failAt(disk.calls() + 2);
        hold.close();
        assertThat(disk.hasFailed()).isTrue();
        assertThat(disk.list("c-1")).containsExactly("a", "b");
    }

    @Test
    void allButDeletingGoesStraightToTheDirectoryBehind() throws IOException {
        try (OutputFile file = directory.create("c-1/new")) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2}));
            file.sync();
        }
        try (OutputFile file = directory.overwrite("c-1/new", 1)) {
            file.write(ByteBuffer.wrap(new byte[] {3}));
            file.sync();
        }
        directory.rename("c-1/new", "c-1/file");
        directory.sync("c-1");
        try (InputFile file = directory.read("c-1/file")) {
            assertThat(file.bytes().byteSize()).isEqualTo(2);
        }
        assertThat(disk.afterPowerLoss(Survival.NONE, 0).content("c-1/file")).containsExactly(1, 3);
    }

    @Test
    void closingClosesTheDirectoryBehind(@TempDir Path folder) {
        try (Directory behind = LocalDirectory.open(folder)) {
            Directory holding = new HoldingDirectory(behind);
            assertThat(holding).hasToString(behind.toString());
            holding.close();
        }
        LocalDirectory.open(folder).close();
    }
}
