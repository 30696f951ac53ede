package io.vecdb.server.rest;

import static io.vecdb.server.RestClient.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Writing payloads, judged by what is read afterwards.
class PayloadWritesTest {
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
    void setsPayloadFieldsByIdsAndByFilter() {
        completed("POST", POINTS + "/payload", "{'points': [1], 'payload': {'n': 10, 'x': [1]}}");
        completed(
                "POST",
                POINTS + "/payload",
                "{'filter': {'pos': 'verb'}, 'payload': {'x': {'y': null}}}");

        assertThat(point("1").path("payload"))
                .isEqualTo(json("{'pos': 'noun', 'n': 10, 'x': [1]}"));
        assertThat(point("2").path("payload"))
                .isEqualTo(json("{'pos': 'verb', 'n': 2, 'x': {'y': null}}"));
        assertThat(point("3").path("payload")).isEqualTo(json("{'pos': 'noun', 'n': 3}"));
        var missing =
                client().call("POST", POINTS + "/payload", "{'points': [99], 'payload': {'n': 1}}");
        assertThat(missing.status()).as("%s", missing).isEqualTo(404);
    }

    @Test
    void overwritesDeletesAndClearsPayloads() {
        completed("PUT", POINTS + "/payload", "{'points': [1], 'payload': {'only': 1.5}}");
        assertThat(point("1").path("payload")).isEqualTo(json("{'only': 1.5}"));

        completed(
                "POST", POINTS + "/payload/delete", "{'points': [2], 'keys': ['n', 'none.such']}");
        assertThat(point("2").path("payload")).isEqualTo(json("{'pos': 'verb'}"));

        completed(
                "POST",
                POINTS + "/payload/clear",
                "{'filter': {'pos': {'$in': ['noun', 'verb']}}}");
        assertThat(point("1").path("payload"))
                .as("does not match")
                .isEqualTo(json("{'only': 1.5}"));
        assertThat(point("2").path("payload")).isEqualTo(json("{}"));
        assertThat(point("3").path("payload")).isEqualTo(json("{}"));
    }

    @Test
    void keepsPayloadsAsTheyWereWritten() {
        String payload =
                """
                {"long": 9223372036854775807, "min": -9223372036854775808, "real": 0.1,
                 "whole": 1.0, "huge": 1e300, "text": "ä\\u0000\\"\\n🐦", "": "no name",
                 "list": [1, [], {}, null, true], "deep": {"a": {"b": {"c": false}}}}
                """;
        var written =
                client().callExactly(
                                "PUT",
                                POINTS,
                                "{\"points\": [{\"id\": 1, \"vector\": [1, 1], \"payload\": "
                                        + payload
                                        + "}]}");
        assertThat(written.status()).as("%s", written).isEqualTo(200);

        assertThat(point("1").path("payload")).isEqualTo(json(payload));
    }

    private static JsonNode completed(String method, String path, String body) {
        var reply = client().call(method, path, body);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.result().path("status").asText()).isEqualTo("completed");
        return reply.result();
    }

    private static JsonNode point(String id) {
        var reply = client().call("GET", POINTS + "/" + id);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        return reply.result();
    }
}
