package io.vecdb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.embeddings.MiniLmModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs the `curl` commands of `docs/rest.md` against a server with the built-in embedding model,
/// and compares what comes back with what the page shows.
class RestPageTest {
    private static final double ROUNDING = 1e-5;

    /// Embeddings differ a little between processors, since the model computes with rounded
    /// numbers.
    private static final double EMBEDDING_ROUNDING = 0.05;

    @Test
    void examplesOfThePageAnswerWhatItShows(@TempDir Path folder) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "rest.md")).replace("\r", "");
        List<CurlExample> examples = CurlExample.of(page);
        assertThat(examples).hasSizeGreaterThan(10);

        int uncompared = run(examples, folder);

        assertThat(uncompared).as("examples without an answer").isEqualTo(1);
    }

    /// Runs all examples, and returns how many have no answer on the page.
    private static int run(List<CurlExample> examples, Path folder) throws IOException {
        int uncompared = 0;
        try (var model = new MiniLmModel(1);
                var database =
                        VecDb.open(
                                folder,
                                DatabaseOptions.DEFAULT.withModels(EmbeddingModels.of(model)));
                var server = VecDbServer.start(database, ServerConfig.DEFAULT.withPorts(0, 0, 0))) {
            var client = new RestClient(server.httpPort());
            for (CurlExample example : examples) {
                RestClient.Reply reply = example.run(client);
                if (example.answer() == null) {
                    assertThat(reply.status()).as("%s: %s", example, reply).isEqualTo(200);
                    uncompared++;
                } else {
                    JsonNode shown = new JsonMapper().readTree(example.answer());
                    boolean text = example.commands().toString().contains("\"text\"");
                    var comparison =
                            new Comparison(
                                    text ? EMBEDDING_ROUNDING : ROUNDING,
                                    example.commands() + " answered " + reply);
                    comparison.same(shown, reply.json(), "");
                }
            }
        }
        return uncompared;
    }

    /// Compares what a page shows with what came, but for rounding and for the time that it took.
    ///
    /// @param rounding by how much numbers with a fraction may differ
    /// @param about what is said of a difference
    private record Comparison(double rounding, String about) {
        void same(JsonNode shown, JsonNode given, String path) {
            String place = path + " of " + about;
            if (shown.isFloatingPointNumber()) {
                var number = assertThat(given.asDouble()).as(place);
                if (path.equals("/time")) {
                    number.isPositive();
                } else {
                    number.isCloseTo(shown.asDouble(), within(rounding));
                }
            } else if (shown.isContainerNode()) {
                assertThat(given.getNodeType()).as(place).isEqualTo(shown.getNodeType());
                assertThat(names(given)).as(place).isEqualTo(names(shown));
                for (String name : names(shown)) {
                    same(shown.get(name), given.get(name), path + "/" + name);
                }
                assertThat(given.size()).as(place).isEqualTo(shown.size());
                for (int i = 0; shown.isArray() && i < shown.size(); i++) {
                    same(shown.get(i), given.get(i), path + "/" + i);
                }
            } else {
                assertThat(given).as(place).isEqualTo(shown);
            }
        }

        private static List<String> names(JsonNode node) {
            return node.propertyStream().map(Map.Entry::getKey).toList();
        }
    }
}
