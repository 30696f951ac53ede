package io.vecdb.server.rest;

import static io.vecdb.server.RestClient.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/// Several writes in one request, judged by what is read afterwards.
class WriteBatchesTest {
    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static final String POINTS = "/collections/c/points";

    private static RestClient client() {
        return SERVER.client();
    }

    @BeforeEach
    void threePoints() {
        client().call("DELETE", "/collections/c");
        client().call("PUT", "/collections/c", "{'vectors': {'size': 2, 'distance': 'Dot'}}");
        completed(
                "PUT",
                POINTS + "?wait=true&ordering=strong",
                """
                {'points': [
                  {'id': 1, 'vector': [1, 0], 'payload': {'pos': 'noun', 'n': 1}},
                  {'id': 2, 'vector': [0, 1], 'payload': {'pos': 'verb', 'n': 2}},
                  {'id': 3, 'vector': [0.5, 0.5], 'payload': {'pos': 'noun', 'n': 3}}]}
                """);
    }

    @Test
    void doesABatchOfWritesInTheirOrder() {
        JsonNode results =
                client().call(
                                "POST",
                                POINTS + "/batch?wait=true",
                                """
                                {'operations': [
                                  {'upsert': {'points': [{'id': 4, 'vector': [4, 4]}]}},
                                  {'upsert': {'batch': {'ids': [5], 'vectors': [[5, 5]]}}},
                                  {'delete': {'points': [1]}},
                                  {'set_payload': {'points': [4], 'payload': {'a': 1, 'b': 2}}},
                                  {'overwrite_payload': {'points': [5], 'payload': {'c': 3}}},
                                  {'delete_payload': {'points': [4], 'keys': ['a']}},
                                  {'clear_payload': {'points': [2]}},
                                  {'update_vectors': {'points': [{'id': 5, 'vector': [6, 6]}]}}]}
                                """)
                        .result();

        assertThat(results).hasSize(8);
        for (int i = 1; i < results.size(); i++) {
            assertThat(results.get(i).path("operation_id").asLong())
                    .isGreaterThan(results.get(i - 1).path("operation_id").asLong());
        }
        assertThat(client().call("POST", POINTS, ids("1, 2, 4, 5", true)).result())
                .isEqualTo(
                        json(
                                """
                                [{'id': 2, 'payload': {}, 'vector': [0.0, 1.0]},
                                 {'id': 4, 'payload': {'b': 2}, 'vector': [4.0, 4.0]},
                                 {'id': 5, 'payload': {'c': 3}, 'vector': [6.0, 6.0]}]
                                """));
    }

    @Test
    void doesNothingOfABatchThatIsMalformedSomewhere() {
        var reply =
                client().call(
                                "POST",
                                POINTS + "/batch",
                                "{'operations': [{'delete': {'points': [1]}}, {'clear': {}}]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).startsWith("operations[1]: ");
        assertThat(count("{}")).isEqualTo(3);
    }

    @Test
    void saysWhichOperationOfABatchFailedAndThatThoseBeforeWereDone() {
        String upsert = "{'upsert': {'points': [{'id': 41, 'vector': [4, 4]}]}}";
        String missing = "{'set_payload': {'points': [999], 'payload': {'a': 1}}}";
        var batches =
                List.of(
                        List.of(missing, upsert),
                        List.of(upsert, missing, upsert),
                        List.of(upsert, upsert, missing));
        var messages =
                List.of(
                        "operations[0]: There is no point with the id 999",
                        "operations[1] (the one before was done and stays): There is no point",
                        "operations[2] (the 2 before were done and stay): There is no point");
        for (int i = 0; i < batches.size(); i++) {
            var reply =
                    client().call(
                                    "POST",
                                    POINTS + "/batch",
                                    "{'operations': [" + String.join(",", batches.get(i)) + "]}");
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.error()).startsWith(messages.get(i));
            assertThat(count("{}")).isEqualTo(i == 0 ? 3 : 4);
        }
    }

    private static String ids(String ids, boolean withVector) {
        return "{'ids': [" + ids + "], 'with_vector': " + withVector + "}";
    }

    private static JsonNode completed(String method, String path, String body) {
        var reply = client().call(method, path, body);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.result().path("status").asText()).isEqualTo("completed");
        return reply.result();
    }

    private static long count(String body) {
        return client().call("POST", POINTS + "/count", body).result().path("count").asLong();
    }
}
