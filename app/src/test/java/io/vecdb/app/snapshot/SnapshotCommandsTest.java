package io.vecdb.app.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.DataFolder;
import io.vecdb.app.Program;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SnapshotCommandsTest {
    @TempDir private Path root;

    private Path archive = Path.of("");
    private Path backups = Path.of("");
    private DataFolder data = new DataFolder(archive);

    @BeforeEach
    void fill() {
        archive = root.resolve("all.vecdb");
        backups = root.resolve("backups");
        data = new DataFolder(root.resolve("data"));
        insert("shoes", 100);
        insert("hats", 50);
    }

    private void insert(String name, int count) {
        assertThat(
                        data.run(
                                        "storage",
                                        "insert",
                                        "--dimension",
                                        "4",
                                        "--count",
                                        "" + count,
                                        "--collection",
                                        name)
                                .exitCode())
                .isZero();
    }

    private int points(DataFolder where, String name) {
        JsonNode stats = where.json("storage", "stats", name).json();
        return stats.get("collections").get(0).get("live_points").asInt();
    }

    private static void refused(Program.Result result, int exitCode, String... words) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains(words).hasLineCount(1);
    }

    @Test
    void anArchiveIsListedAndRestoredBesideAndInPlace() {
        JsonNode created = data.json("snapshot", "create", archive.toString()).json();
        assertThat(created.get("archive").asText()).isEqualTo(archive.toString());
        assertThat(created.get("collections").findValuesAsText("name"))
                .containsExactly("hats", "shoes");
        assertThat(Program.run("snapshot", "list", archive.toString()).out())
                .contains("shoes: 100 points", "hats: 50 points");

        insert("shoes", 7);
        String file = archive.toString();
        refused(data.run("snapshot", "restore", file), 1, "'hats'", "replaced");
        assertThat(data.run("snapshot", "restore", file, "shoes=old").out()).contains("old");
        assertThat(points(data, "old")).isEqualTo(100);
        assertThat(points(data, "shoes")).isEqualTo(107);
        assertThat(
                        data.json("snapshot", "restore", file, "shoes", "--replace")
                                .json()
                                .get("restored"))
                .hasSize(1);
        assertThat(points(data, "shoes")).isEqualTo(100);
        DataFolder other = new DataFolder(root.resolve("other"));
        assertThat(other.run("snapshot", "restore", file).exitCode()).isZero();
        assertThat(points(other, "hats")).isEqualTo(50);
    }

    @Test
    void backupsCopyWhatIsNewAndAreRestoredByNumber() {
        String folder = backups.toString();
        assertThat(data.json("snapshot", "backup", folder, "shoes").json().get("number").asInt())
                .isOne();
        JsonNode same = data.json("snapshot", "backup", folder, "shoes").json();
        assertThat(same.get("copied_files").asInt()).isZero();
        insert("shoes", 30);
        assertThat(data.run("snapshot", "backup", folder, "shoes").out()).contains("Backup 3");
        JsonNode listed =
                Program.run("snapshot", "list", folder, "--output", "json").json().get("backups");
        assertThat(listed).hasSize(3);

        String[] first = {"snapshot", "restore", folder, "shoes=first", "--number", "1"};
        assertThat(data.run(first).exitCode()).isZero();
        assertThat(points(data, "first")).isEqualTo(100);
        assertThat(data.run("snapshot", "restore", folder, "shoes=newest").exitCode()).isZero();
        assertThat(points(data, "newest")).isEqualTo(130);
        first[5] = "9";
        refused(data.run(first), 1, "There is no backup 9", "[1, 2, 3]");
    }

    @Test
    void whatCannotBeRestoredMakesNoDatabase() throws IOException {
        DataFolder fresh = new DataFolder(root.resolve("fresh"));
        refused(fresh.run("snapshot", "restore", archive.toString()), 1, "There is no archive");
        Files.createDirectory(backups);
        refused(fresh.run("snapshot", "restore", backups.toString()), 1, "There are no backups");
        refused(
                fresh.run("snapshot", "restore", archive.toString(), "--number", "1"),
                2,
                "--number");
        refused(fresh.run("snapshot", "restore", archive.toString(), "a=b", "a=c"), 2, "twice");
        assertThat(data.run("snapshot", "create", archive.toString()).exitCode()).isZero();
        byte[] bytes = Files.readAllBytes(archive);
        for (int length : new int[] {0, 10, bytes.length / 2, bytes.length - 1}) {
            Files.write(archive, java.util.Arrays.copyOf(bytes, length));
            Program.Result cut = fresh.run("snapshot", "restore", archive.toString());
            refused(cut, 1, "all.vecdb");
        }
        assertThat(fresh.folder()).doesNotExist();
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws IOException {
        Files.writeString(archive, "mine");
        refused(data.run("snapshot", "create", archive.toString()), 1, "use another name");
        refused(data.run("snapshot", "backup", archive.toString()), 1, "it is no folder");
        assertThat(archive).hasContent("mine");
        refused(data.run("snapshot", "create", ""), 1, "empty");
        refused(data.run("snapshot", "create", root.resolve("no/a.vecdb").toString()), 1, "no");
        refused(data.run("snapshot", "create", archive + "2", "gloves"), 1, "'gloves'");
        Path inside = data.folder().resolve("a.vecdb");
        refused(data.run("snapshot", "create", inside.toString()), 1, "own folder");
    }

    @Test
    void anEmptyFolderHasNoBackups() throws IOException {
        Files.createDirectory(backups);
        String folder = backups.toString();
        Program.Result text = Program.run("snapshot", "list", folder);
        assertThat(text.exitCode()).isZero();
        assertThat(text.out()).contains("There are no backups");
        assertThat(
                        Program.run("snapshot", "list", folder, "--output", "json")
                                .json()
                                .get("backups"))
                .isEmpty();
    }
}
