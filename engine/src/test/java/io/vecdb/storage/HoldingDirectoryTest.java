package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
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
}
