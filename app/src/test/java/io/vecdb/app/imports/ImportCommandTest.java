package io.vecdb.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

class ImportCommandTest {
    @TempDir private Path folder;

    @Test
    void collectionIsCreatedInTheShapeOfTheFirstLine() {
        Program.Result result =
                importing(
                        "{\"id\": 1, \"vector\": [1, 2, 3]}\n{\"id\": 2, \"vector\": [1, 2, 4]}\n");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .startsWith("2 points written to 'a', 0 unchanged, 0 bad lines left out, in ");
        assertThat(result.err()).contains("Created the collection 'a'.");
        assertThat(info().at("/points").asInt()).isEqualTo(2);
        assertThat(info().at("/vectors").get("").at("/dimension").asInt()).isEqualTo(3);
        assertThat(info().at("/vectors").get("").at("/metric").asText()).isEqualTo("cosine");
    }

    @Test
    void textsAreEmbeddedAndFoundByMeaning() {
        String lines =
                """
                {"id": 1, "text": "an aircraft with fixed wings"}
                {"id": 2, "text": "a loaf of bread fresh from the oven"}
                {"id": 3, "text": "a fish that lives in rivers"}
                """;

        assertThat(importing(lines, "--output", "json").json().at("/written").asInt()).isEqualTo(3);

        JsonNode hits =
                Program.run(
                                "search",
                                "-c",
                                "a",
                                "--text",
                                "something to eat",
                                "--k",
                                "1",
                                "--data",
                                data(),
                                "--output",
                                "json")
                        .json()
                        .at("/hits");
        assertThat(hits.findValuesAsText("id")).containsExactly("2");
    }

    @Test
    void secondImportOfTheSameFileWritesNothing() {
        String lines = vectors(1, 25);
        importing(lines, "--batch", "10");

        JsonNode again = importing(lines, "--batch", "10", "--output", "json").json();

        assertThat(again.at("/written").asInt(-1)).isZero();
        assertThat(again.at("/unchanged").asInt()).isEqualTo(25);
        assertThat(again.at("/complete").asBoolean()).isTrue();
    }

    @Test
    void interruptedImportGoesOnWithWhatIsMissingOrChanged() {
        importing(vectors(1, 12), "--batch", "10");
        String changed = vectors(1, 30).replace("\"n\":5,", "\"n\":500,");

        JsonNode report = importing(changed, "--batch", "10", "--output", "json").json();

        assertThat(report.at("/written").asInt()).isEqualTo(19);
        assertThat(report.at("/unchanged").asInt()).isEqualTo(11);
        assertThat(info().at("/points").asInt()).isEqualTo(30);
    }

    @Test
    void badLineStopsTheImportAfterTheLinesBeforeIt() {
        String lines = vectors(1, 7) + "{\"id\": 8, \"vector\": [1, 2\n" + vectors(9, 12);

        Program.Result result = importing(lines);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("error: Line 8: Not valid JSON")
                .contains("--on-error skip");
        assertThat(info().at("/points").asInt()).isEqualTo(7);
    }

    @Test
    void badLinesAreSkippedAndReportedWithTheirNumbers() {
        String lines =
                vectors(1, 3)
                        + "nonsense\n"
                        + "{\"id\": 5, \"vector\": [1, 2, 3]}\n"
                        + "\n"
                        + "{\"id\": 7, \"vector\": [0, 0]}\n"
                        + vectors(8, 10);

        Program.Result result = importing(lines, "--on-error", "skip", "--output", "json");

        assertThat(result.exitCode()).isEqualTo(1);
        JsonNode report = result.json();
        assertThat(report.at("/written").asInt()).isEqualTo(6);
        assertThat(report.at("/bad").asInt()).isEqualTo(3);
        assertThat(report.at("/bad_lines").findValuesAsText("line")).containsExactly("4", "5", "7");
        assertThat(report.at("/bad_lines").findValuesAsText("reason"))
                .satisfiesExactly(
                        json -> assertThat(json).contains("Not valid JSON"),
                        dimension -> assertThat(dimension).contains("3").contains("2"),
                        zero -> assertThat(zero).contains("zero"));
        assertThat(result.err()).contains("line 4: ").contains("line 5: ").contains("line 7: ");
        assertThat(info().at("/points").asInt()).isEqualTo(6);
    }

    @Test
    void badLinesAreInOrderAndTheFirstHundredAreKept() {
        StringBuilder lines = new StringBuilder(vectors(1, 2));
        for (int line = 3; line <= 250; line++) {
            // Alternately one that only the write refuses, and one that is no JSON.
            lines.append(line % 2 == 1 ? "{\"id\": 1000, \"vector\": [1, 2, 3]}\n" : "{\n");
        }

        Program.Result result =
                importing(
                        lines.toString(),
                        "--on-error",
                        "skip",
                        "--batch",
                        "60",
                        "--output",
                        "json");

        List<String> firstHundred =
                IntStream.rangeClosed(3, 102).mapToObj(Integer::toString).toList();
        assertThat(result.json().at("/bad").asInt()).isEqualTo(248);
        assertThat(result.json().at("/bad_lines").findValuesAsText("line")).isEqualTo(firstHundred);
        assertThat(result.err().lines().filter(line -> line.startsWith("line ")))
                .hasSize(100)
                .first()
                .asString()
                .startsWith("line 3: ");
    }

    @Test
    void lineWithoutVectorsGivesNoShape() {
        String lines = "{\"id\": 1, \"vector\": {}}\n";

        Program.Result stopped = importing(lines);
        Program.Result skipped = importing(lines + vectors(2, 3), "--on-error", "skip");

        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.err()).contains("error: Line 1: the collection 'a' is to be created");
        assertThat(skipped.err()).contains("line 1: the collection 'a' is to be created");
        assertThat(info().at("/points").asInt()).isEqualTo(2);
        assertThat(info().at("/vectors").get("").at("/dimension").asInt()).isEqualTo(2);
    }

    @Test
    void lastOfSeveralLinesWithOneIdWins() {
        String lines =
                """
                {"id": 1, "vector": [1, 0], "n": 1}
                {"id": 1, "vector": [1, 0], "n": 2}
                {"id": 1, "vector": [1, 0], "n": 1}
                """;

        importing(lines);

        JsonNode hits =
                Program.run(
                                "search",
                                "-c",
                                "a",
                                "--vector",
                                "[1,0]",
                                "--data",
                                data(),
                                "--output",
                                "json")
                        .json()
                        .at("/hits");
        assertThat(hits).hasSize(1);
        assertThat(hits.at("/0/payload/n").asInt()).isEqualTo(1);
    }

    @Test
    void compressedFileIsRead() throws IOException {
        Path file = folder.resolve("points.jsonl.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(vectors(1, 40).getBytes(StandardCharsets.UTF_8));
        }

        Program.Result result =
                Program.run(
                        "import", file.toString(), "-c", "a", "--data", data(), "--output", "json");

        assertThat(result.json().at("/written").asInt()).isEqualTo(40);
    }

    @Test
    void missingFileIsNamedAndNothingIsCreated() {
        Program.Result result = Program.run("import", "nothing.jsonl", "-c", "a", "--data", data());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("error: There is no file nothing.jsonl.\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void emptyFileIsNoFailure() {
        Program.Result result = importing("");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("0 points written to 'a'");
    }

    @Test
    void vectorsGoToTheOnlyFieldWhateverItsName() {
        importing("{\"id\": 1, \"vector\": {\"title\": [1, 0]}}\n");

        assertThat(importing("{\"id\": 2, \"vector\": [0, 1]}\n").exitCode()).isZero();

        assertThat(info().at("/points").asInt()).isEqualTo(2);
        assertThat(info().at("/vectors/title/dimension").asInt()).isEqualTo(2);
    }

    private static String vectors(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int id = from; id <= to; id++) {
            lines.append("{\"id\":" + id + ",\"n\":" + id + ",\"vector\":[0.1," + id + "]}\n");
        }
        return lines.toString();
    }

    private Program.Result importing(String lines, String... arguments) {
        List<String> line = new ArrayList<>(List.of("import", "-", "-c", "a", "--data", data()));
        line.addAll(List.of(arguments));
        return Program.runOn(lines, line.toArray(String[]::new));
    }

    private JsonNode info() {
        return Program.run("collection", "info", "a", "--data", data(), "--output", "json").json();
    }

    private String data() {
        return folder.resolve("db").toString();
    }
}
