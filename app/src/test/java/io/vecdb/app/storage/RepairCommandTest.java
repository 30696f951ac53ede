package io.vecdb.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.app.DataFolder;
import io.vecdb.app.Program;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

class RepairCommandTest {
    @TempDir private Path folder;

    @BeforeEach
    void create() {
        assertThat(run("collection", "create", "photos", "--dimension", "3").exitCode()).isZero();
        assertThat(run("collection", "create", "notes", "--dimension", "3").exitCode()).isZero();
    }

    private Program.Result run(String... arguments) {
        return new DataFolder(folder).run(arguments);
    }

    private void cutNewest(Path below) throws IOException {
        try (Stream<Path> files = Files.list(below)) {
            Path newest =
                    files.filter(file -> file.getFileName().toString().startsWith("manifest-"))
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
            Files.write(newest, new byte[100]);
        }
    }

    @Test
    void withoutANameTheListOfCollectionsIsRepaired() throws IOException {
        assertThat(run("storage", "repair", "--yes").out()).contains("is sound");
        cutNewest(folder);
        Program.Result refused = run("collection", "list");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("vecdb storage repair");
        assertThat(run("storage", "repair").err()).contains("--yes");
        Program.Result repaired = run("storage", "repair", "--yes", "--output", "json");
        assertThat(repaired.exitCode()).isZero();
        assertThat(repaired.json().get("actions")).hasSize(3);
        assertThat(run("collection", "list").out()).contains("photos", "c-2");
    }

    @Test
    void aCollectionWithoutAManifestIsRefusedWithWhatCanBeDone() throws IOException {
        cutNewest(folder.resolve("c-1"));
        assertThat(run("storage", "verify", "photos").exitCode()).isOne();
        Program.Result refused = run("storage", "repair", "photos", "--yes");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("Restore the collection from a snapshot");
        assertThat(run("collection", "drop", "photos", "--yes").exitCode()).isZero();
    }
}
