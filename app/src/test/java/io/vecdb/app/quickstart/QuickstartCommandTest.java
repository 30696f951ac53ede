package io.vecdb.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class QuickstartCommandTest {
    @TempDir private Path folder;

    @Test
    void firstRunLoadsAndAnswersAndTheSecondFindsTheData() {
        String[] question = {"--query", "to put words on paper", "--filter", "{\"pos\": \"verb\"}"};
        JsonNode first = json("--limit", "60", question);
        assertThat(first.at("/points").asInt()).isEqualTo(60);
        assertThat(first.at("/ingest_seconds").asDouble()).isPositive();
        JsonNode query = first.at("/queries/0");
        assertThat(query.at("/query").asText()).isEqualTo("to put words on paper");
        assertThat(query.at("/millis").asDouble()).isPositive();
        assertThat(query.at("/hits")).hasSize(5);
        assertThat(query.at("/hits"))
                .allSatisfy(hit -> {
                    assertThat(hit.at("/payload/pos").asText()).isEqualTo("verb");
                    assertThat(hit.at("/id").asLong()).isBetween(200_000_000L, 299_999_999L);
                    assertThat(hit.at("/payload/gloss_length").asInt())
                            .isEqualTo(hit.at("/payload/gloss").asText().length());
                });

        JsonNode second = json("--limit", "60", question);

        assertThat(second.at("/ingest_seconds").asDouble(-1)).isZero();
        assertThat(second.at("/points").asInt()).isEqualTo(60);
        JsonNode again = second.at("/queries/0/hits");
        assertThat(again.findValues("payload")).isEqualTo(query.at("/hits").findValues("payload"));
        for (int hit = 0; hit < 5; hit++) {
            // The last digit differed once; what kernels promise is for their own tests.
            assertThat(again.at("/" + hit + "/score").asDouble())
                    .isCloseTo(query.at("/hits/" + hit + "/score").asDouble(), within(1e-5));
        }
    }

    @Test
    void largerLimitAddsTheRestAndASmallerOneTakesNothingAway() {
        json("--limit", "20", "--query", "a");

        assertThat(json("--limit", "30", "--query", "a").at("/points").asInt()).isEqualTo(30);
        assertThat(json("--limit", "10", "--query", "a").at("/points").asInt()).isEqualTo(30);
    }

    @Test
    void withoutAQueryTheBuiltInOnesAreAnsweredInTables() {
        Program.Result result = run("--limit", "20", "--limit-hits", "2");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("score  lemmas").doesNotContain("entries");
        Question.BUILT_IN.forEach(question -> assertThat(result.out()).contains(question.text()));
        assertThat(result.err())
                .contains("Loading 20 of WordNet's 117,791 entries, the most used ones.")
                .contains("Embedding 20/20  100%")
                .contains("20 entries stored in ");
    }

    @Test
    void jsonModeWritesOneObjectAndNothingElseToStandardOutput() {
        Program.Result result = run("--limit", "20", "--output", "json");

        assertThat(result.out()).hasLineCount(1).startsWith("{\"points\":20,");
        assertThat(result.json().at("/queries")).hasSize(3);
    }

    @Test
    void blankQuestionIsRefusedBeforeAnythingIsLoaded() {
        Program.Result result = run("--query", " ");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Invalid value for option '--query': The text to embed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void addressThatCannotBeServedIsRefusedBeforeAnythingIsLoaded() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String[] ports = {"--serve", "--http-port=0", "--grpc-port=0", "--metrics-port", port};

            assertThat(run(ports).err()).startsWith("error: Port " + port).hasLineCount(1);
        }
        assertThat(run("--serve", "--host", "0.0.0.0").err())
                .contains("--insecure")
                .hasLineCount(1);
    }

    @Test
    void collectionOfAnotherShapeIsAClearError() {
        Program.run("collection", "create", "wordnet", "--dimension", "3", "--data", data());

        Program.Result result = run("--limit", "20");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("error: The database has a collection 'wordnet' that the quickstart")
                .hasLineCount(1);
    }

    private JsonNode json(String option, String value, String... more) {
        List<String> arguments = new ArrayList<>(List.of(option, value, "--output", "json"));
        arguments.addAll(List.of(more));
        Program.Result result = run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.json();
    }

    private Program.Result run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("quickstart", "--data", data()));
        line.addAll(List.of(arguments));
        return Program.run(line.toArray(String[]::new));
    }

    private String data() {
        return folder.resolve("db").toString();
    }
}
