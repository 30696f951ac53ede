package io.vecdb.app.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

class CollectionCommandTest {
    @TempDir private Path folder;

    @Test
    void vectorCollectionIsCreatedListedShownAndDropped() {
        Program.Result created =
                run("create", "photos", "--dimension", "3", "--metric", "l2", "--index", "flat");
        assertThat(created.exitCode()).isZero();
        assertThat(created.out().strip())
                .isEqualTo("Created collection 'photos': 3 dimensions, l2, flat.");

        assertThat(run("list").out()).contains("photos");
        assertThat(run("info", "photos").out()).contains("3 dimensions, l2, flat");

        Program.Result dropped = run("drop", "photos", "--yes");
        assertThat(dropped.exitCode()).isZero();
        assertThat(run("list").out()).doesNotContain("photos");
    }

    @Test
    void textCollectionTakesDimensionAndNameFromTheModel() {
        JsonNode created = run("create", "notes", "--text", "--output", "json").json();

        assertThat(created.at("/vectors").get("").toString())
                .isEqualTo(
                        "{\"dimension\":384,\"metric\":\"cosine\",\"index\":\"hnsw:m=16,"
                                + "ef_construction=200,full_scan_threshold=10000\",\"model\":"
                                + "\"all-MiniLM-L6-v2\"}");
    }

    @Test
    void payloadIndexesAreKeptWithTheCollection() {
        run(
                "create",
                "a",
                "--dimension",
                "2",
                "--payload-index",
                "year:integer",
                "--payload-index",
                "address.city:keyword");

        assertThat(run("info", "a", "--output", "json").json().at("/payload_indexes").toString())
                .isEqualTo("{\"year\":\"integer\",\"address.city\":\"keyword\"}");
    }

    @Test
    void listInJsonHoldsWhatInfoHolds() {
        run("create", "a", "--dimension", "2");
        run("create", "b", "--dimension", "3");

        JsonNode list = run("list", "--output", "json").json().at("/collections");

        assertThat(list).hasSize(2);
        assertThat(list.get(0)).isEqualTo(run("info", "a", "--output", "json").json());
        assertThat(list.get(1).at("/points").asInt(-1)).isZero();
    }

    @Test
    void dimensionThatTheModelDoesNotHaveIsRefused() {
        Program.Result result = run("create", "notes", "--text", "--dimension", "3");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("has 384 dimensions, not 3");
    }

    @Test
    void unknownModelIsRefused() {
        Program.Result result = run("create", "notes", "--model", "foo");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("No embedding model is called 'foo'");
    }

    @Test
    void nameThatIsTakenOrNotAllowedIsRefused() {
        run("create", "a", "--dimension", "2");

        assertThat(run("create", "a", "--dimension", "2").exitCode()).isEqualTo(1);
        assertThat(run("create", "a b", "--dimension", "2").err()).contains("'a b' is not allowed");
    }

    @Test
    void refusedCollectionLeavesNoDatabaseBehind() {
        assertThat(run("create", "a", "--dimension", "0").exitCode()).isEqualTo(2);
        assertThat(run("create", "b/d", "--dimension", "2").exitCode()).isEqualTo(2);
        assertThat(run("create", "a", "--model", "foo").exitCode()).isEqualTo(1);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void damagedCollectionIsListedWithItsReasonBesideTheOthers() throws IOException {
        run("create", "bad", "--dimension", "2");
        run("create", "good", "--dimension", "2");
        damageFirst();

        PrintStream processErrors = System.err;
        var logged = new ByteArrayOutputStream();
        Program.Result text;
        Program.Result json;
        try (var log = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(log);
            text = run("list");
            json = run("list", "--output", "json");
        } finally {
            System.setErr(processErrors);
        }

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out()).containsPattern("good +0 ").containsPattern("bad +damaged");
        assertThat(text.err())
                .startsWith("error: The collection 'bad' cannot be used: ")
                .hasLineCount(1);
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.json().at("/collections").findValuesAsText("name"))
                .containsExactly("good", "bad");
        assertThat(json.json().at("/collections/1/error/code").asText()).isEqualTo("CORRUPT");
        assertThat(json.err()).isEmpty();
        assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain("cannot be opened");
    }

    /// Overwrites the manifest of the first collection that was created.
    private void damageFirst() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("db"))) {
            Path manifest =
                    files.filter(file -> file.toString().matches(".*/c-\\d+/manifest-\\d+"))
                            .min(Comparator.naturalOrder())
                            .orElseThrow();
            Files.writeString(manifest, "nonsense");
        }
    }

    @Test
    void collectionThatIsNotThereCannotBeShownOrDropped() {
        run("create", "a", "--dimension", "2");

        assertThat(run("info", "b").exitCode()).isEqualTo(1);
        Program.Result dropped = run("drop", "b", "--yes");
        assertThat(dropped.exitCode()).isEqualTo(1);
        assertThat(dropped.err()).contains("There is no collection 'b'; there is [a].");
    }

    private Program.Result run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("collection"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data", folder.resolve("db").toString()));
        return Program.run(line.toArray(String[]::new));
    }
}
