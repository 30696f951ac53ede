package io.vecdb.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.Program;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class SearchCommandTest {
    @TempDir private Path folder;

    @BeforeEach
    void fill() {
        String points =
                """
                {"id": 1, "vector": [0, 0], "color": "red"}
                {"id": 18446744073709551615, "vector": [3, 4], "color": "blue"}
                {"id": "x", "vector": [6, 8], "color": "red"}
                """;
        Program.Result result =
                Program.runOn(points, "import", "-", "-c", "a", "--metric", "l2", "--data", data());
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void nearestPointsComeFirstInATable() {
        Program.Result result = run("--vector", "[0, 0]", "--k", "2");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        " score  id                    payload",
                        "0.0000  1                     {\"color\":\"red\"}",
                        "5.0000  18446744073709551615  {\"color\":\"blue\"}");
    }

    @Test
    void jsonHoldsIdsScoresAndPayloads() {
        JsonNode json = run("--vector", "[0, 0]", "--output", "json", "--exact").json();

        assertThat(json.at("/collection").asText()).isEqualTo("a");
        assertThat(json.at("/millis").asDouble()).isPositive();
        assertThat(json.at("/hits").toString())
                .isEqualTo(
                        """
                        [{"id":1,"score":0.0,"payload":{"color":"red"}},\
                        {"id":18446744073709551615,"score":5.0,"payload":{"color":"blue"}},\
                        {"id":"x","score":10.0,"payload":{"color":"red"}}]\
                        """);
    }

    @Test
    void filterIsAppliedInTheSearch() {
        JsonNode json =
                run(
                                "--vector",
                                "[0,0]",
                                "--filter",
                                "{\"color\": \"red\"}",
                                "--k",
                                "2",
                                "--output",
                                "json")
                        .json();

        assertThat(json.at("/hits").findValuesAsText("id")).containsExactly("1", "x");
    }

    @Test
    void filterTakesIdsOfTheWholeRange() {
        for (String filter :
                List.of(
                        "{\"$id\": [18446744073709551615]}",
                        "{\"must\": [{\"has_id\": [18446744073709551615]}]}")) {
            JsonNode json = run("--vector", "[0,0]", "--filter", filter, "--output", "json").json();

            assertThat(json.at("/hits").findValuesAsText("id"))
                    .containsExactly("18446744073709551615");
        }
    }

    @Test
    void vectorCanStandInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("query.json"), "[6, 8]\n");

        JsonNode json = run("--vector", file.toString(), "--k", "1", "--output", "json").json();

        assertThat(json.at("/hits").findValuesAsText("id")).containsExactly("x");
    }

    @Test
    void vectorCanBeARowOfAFile() throws IOException {
        ByteBuffer rows = ByteBuffer.allocate(2 * 12).order(ByteOrder.LITTLE_ENDIAN);
        rows.putInt(2).putFloat(0).putFloat(0).putInt(2).putFloat(6).putFloat(8);
        String file = Files.write(folder.resolve("q.fvecs"), rows.array()).toString();

        JsonNode first = run("--vector", file, "--k", "1", "--output", "json").json();
        JsonNode second =
                run("--vector", file, "--row", "1", "--k", "1", "--output", "json").json();

        assertThat(first.at("/hits").findValuesAsText("id")).containsExactly("1");
        assertThat(second.at("/hits").findValuesAsText("id")).containsExactly("x");
        assertThat(run("--vector", file, "--row", "2").err()).contains("has rows 0 to 1, not 2.");
        assertThat(run("--vector", "[1, 2]", "--row", "1").err()).contains("--row is for files");
    }

    @Test
    void wrongDimensionNamesBothDimensions() {
        Program.Result result = run("--vector", "[1, 2, 3]");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains("2").contains("3").hasLineCount(1);
    }

    @Test
    void unknownCollectionFieldAndFileAreNamed() {
        Program.Result noCollection =
                Program.run("search", "-c", "b", "--vector", "[1]", "--data", data());
        assertThat(noCollection.exitCode()).isEqualTo(1);
        assertThat(noCollection.err()).contains("'b'");

        Program.Result noField = run("--vector", "[1, 2]", "--field", "title");
        assertThat(noField.exitCode()).isEqualTo(1);
        assertThat(noField.err()).contains("title");

        Program.Result noFile = run("--vector", "nothing.json");
        assertThat(noFile.exitCode()).isEqualTo(1);
        assertThat(noFile.err()).contains("There is no file nothing.json; --vector takes");
        assertThat(run("--vector", "1,0,0").err())
                .contains("There is no file 1,0,0; --vector takes a JSON list of numbers, such as");
    }

    @Test
    void wrongModelVariablesHinderNoSearchThatNeedsNoModel() {
        Program.Result result =
                Program.runWith(
                        Map.of("EMBEDDING_MODEL", "foo"),
                        "search",
                        "-c",
                        "a",
                        "--vector",
                        "[0, 0]",
                        "--data",
                        data());

        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private Program.Result run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("search", "-c", "a", "--data", data()));
        line.addAll(List.of(arguments));
        return Program.run(line.toArray(String[]::new));
    }

    private String data() {
        return folder.resolve("db").toString();
    }
}
