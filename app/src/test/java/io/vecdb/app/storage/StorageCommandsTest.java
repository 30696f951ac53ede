package io.vecdb.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.DataFolder;
import io.vecdb.app.Program;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

class StorageCommandsTest {
    @TempDir private Path root;

    private Path folder = Path.of("");
    private DataFolder data = new DataFolder(folder);

    @BeforeEach
    void choose() {
        folder = root.resolve("data");
        data = new DataFolder(folder);
    }

    private Program.Result insert(String... more) {
        String[] all = new String[more.length + 6];
        System.arraycopy(
                new String[] {"storage", "insert", "--dimension", "8", "--batch", "100"},
                0,
                all,
                0,
                6);
        System.arraycopy(more, 0, all, 6, more.length);
        return data.json(all);
    }

    private static JsonNode only(Program.Result result) {
        assertThat(result.json().get("collections")).hasSize(1);
        return result.json().get("collections").get(0);
    }

    @Test
    void initMakesADatabaseAndLeavesOneThatIsThere() {
        assertThat(data.json("storage", "init").json().get("created").asText())
                .isEqualTo(folder.toString());
        Program.Result again = data.json("storage", "init");
        assertThat(again.exitCode()).isOne();
        assertThat(again.errorJson().get("error").get("code").asText()).isEqualTo("ALREADY_EXISTS");
        assertThat(data.run("collection", "list").exitCode()).isZero();
    }

    @Test
    void aDatabaseWithoutItsListIsNeitherMadeAnewNorEmptied() throws IOException {
        assertThat(insert("--count", "300").exitCode()).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().contains("manifest-")).toList()) {
                Files.delete(file);
            }
        }
        assertThat(data.json("storage", "init").errorJson().get("error").get("code").asText())
                .isEqualTo("ALREADY_EXISTS");
        Program.Result stats = data.run("storage", "stats");
        assertThat(stats.exitCode()).isOne();
        assertThat(stats.err()).contains("list of collections is missing", "storage repair");
        assertThat(data.run("storage", "repair", "--yes").exitCode()).isZero();
        assertThat(only(data.json("storage", "stats")).get("live_points").asInt()).isEqualTo(300);
    }

    @Test
    void insertSaysWhatTheLogDidAndWritesBehindTheIdsThatAreThere() throws IOException {
        Path file =
                Files.writeString(
                        root.resolve("points"),
                        """
                        {"id": 1, "vector": [1, 2, 3, 4, 5, 6, 7, 8], "name": "mine"}
                        {"id": 700, "vector": [1, 2, 3, 4, 5, 6, 7, 8], "name": "mine"}
                        """);
        assertThat(data.run("import", file.toString(), "-c", "mixed").exitCode()).isZero();
        JsonNode inserted = insert("--count", "250", "--collection", "mixed").json();
        assertThat(inserted.get("points").asInt()).isEqualTo(250);
        assertThat(inserted.get("log_records").asInt()).isEqualTo(3);
        assertThat(inserted.get("log_syncs").asInt()).isBetween(1, 4);
        assertThat(inserted.get("points_per_second").asDouble()).isPositive();
        assertThat(insert("--count", "50", "--collection", "mixed").exitCode()).isZero();
        assertThat(only(data.json("storage", "stats")).get("live_points").asInt()).isEqualTo(302);
        JsonNode mine =
                data.json(
                                "search",
                                "-c",
                                "mixed",
                                "--vector",
                                "[1,2,3,4,5,6,7,8]",
                                "--filter",
                                "{\"name\": \"mine\"}")
                        .json()
                        .get("hits");
        assertThat(mine).hasSize(2);
    }

    @Test
    void compactGivesBackWhatWasDeletedAndRecoverSaysWhatWasFound() {
        assertThat(insert("--count", "1000").exitCode()).isZero();
        JsonNode found = only(data.json("storage", "recover"));
        assertThat(found.get("segments").asInt()).isOne();
        assertThat(found.get("entries").asInt()).isZero();
        JsonNode sizes = only(data.json("storage", "compact"));
        assertThat(sizes.get("freed_bytes").asLong())
                .isEqualTo(sizes.get("before_bytes").asLong() - sizes.get("after_bytes").asLong());
        assertThat(data.run("storage", "compact").out()).contains("given back");
        assertThat(data.run("storage", "recover").out())
                .contains("1 segment found", "1 collection opened", "Verified");
    }

    @Test
    void aDamagedCollectionIsNamedAndTheOthersAreServed() throws IOException {
        assertThat(insert("--count", "200", "--collection", "bad").exitCode()).isZero();
        assertThat(insert("--count", "300", "--collection", "good").exitCode()).isZero();
        Path vectors = folder.resolve("c-1/seg-1.vectors0");
        byte[] bytes = Files.readAllBytes(vectors);
        bytes[20] ^= 1;
        Files.write(vectors, bytes);

        for (String command : new String[] {"stats", "compact", "recover"}) {
            Program.Result json = data.json("storage", command);
            assertThat(json.exitCode()).as(command).isOne();
            JsonNode collections = json.json().get("collections");
            assertThat(collections).hasSize(2);
            assertThat(collections.findValuesAsText("code")).containsExactly("CORRUPT");
            Program.Result text = data.run("storage", command);
            assertThat(text.out()).contains("good: ", "bad: ", "seg-1.vectors0");
        }
        assertThat(data.run("storage", "recover").out()).contains("1 of 2 collections opened");
        Program.Result verified = data.json("storage", "verify");
        assertThat(verified.exitCode()).isOne();
        assertThat(verified.json().findValuesAsText("file")).contains("c-1/seg-1.vectors0");
        assertThat(data.run("storage", "verify", "good").exitCode()).isZero();
        assertThat(data.run("storage", "repair", "bad", "--yes").exitCode()).isZero();
        assertThat(data.run("storage", "verify").out()).contains("all as written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--count 0",
                "--count -5",
                "--batch 0",
                "--writers 1001",
                "--dimension 0",
                "--dimension 70000",
                "--memory 999999999999g",
                "--memory lots",
                "--sync sometimes",
                "--collection ../x"
            })
    void wrongOptionsAreRefusedBeforeAnythingIsMade(String options) {
        String[] words = ("storage insert " + options).split(" ", -1);
        Program.Result refused = data.run(words);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).doesNotContain("defect").hasLineCount(1);
        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recover", "verify", "compact", "stats", "repair --yes"})
    void whereNoDatabaseIsNoneIsMade(String command) {
        Program.Result refused = data.run(("storage " + command).split(" ", -1));
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.err()).contains("There is no database in");
        assertThat(folder).doesNotExist();
    }
}
