package io.vecdb.server.rest;

import static io.vecdb.server.RestClient.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Writing and deleting points, judged by what is read afterwards.
class WritesTest {
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
    void replacesAPointWithAllThatItHeld() {
        completed(
                "PUT",
                POINTS,
                "{'points': [{'id': 1, 'vector': [2, 2], 'payload': {'new': true}}]}");

        assertThat(point("1"))
                .isEqualTo(json("{'id': 1, 'payload': {'new': true}, 'vector': [2.0, 2.0]}"));
    }

    @Test
    void numbersItsWrites() {
        String upsert = "{'points': [{'id': 9, 'vector': [2, 2]}]}";

        long first = completed("PUT", POINTS, upsert).path("operation_id").asLong();
        long second = completed("PUT", POINTS, upsert).path("operation_id").asLong();

        assertThat(second).isGreaterThan(first);
    }

    @Test
    void takesIdsOfEveryKind() {
        completed(
                "PUT",
                POINTS,
                """
                {'points': [
                  {'id': 18446744073709551615, 'vector': [1, 1]},
                  {'id': 0, 'vector': [1, 1]},
                  {'id': '550E8400-e29b-41d4-a716-446655440000', 'vector': [1, 1]},
                  {'id': 'a/b c', 'vector': [1, 1]},
                  {'id': '7', 'vector': [1, 1], 'payload': null}]}
                """);

        assertThat(point("18446744073709551615").path("id"))
                .isEqualTo(json("18446744073709551615"));
        assertThat(point("0").path("id")).isEqualTo(json("0"));
        assertThat(point("550e8400-E29B-41d4-a716-446655440000").path("id").asText())
                .isEqualTo("550e8400-e29b-41d4-a716-446655440000");
        assertThat(point("a%2Fb%20c").path("id").asText()).isEqualTo("a/b c");
        assertThat(client().call("GET", POINTS + "/7").status())
                .as("digits in a path are an integer id")
                .isEqualTo(404);
        assertThat(client().call("POST", POINTS, "{'ids': ['7']}").result())
                .isEqualTo(json("[{'id': '7', 'payload': {}}]"));
    }

    @Test
    void takesPointsInColumns() {
        completed(
                "PUT",
                POINTS,
                """
                {'batch': {'ids': [10, 'eleven', 12],
                           'vectors': [[1, 2], [3, 4], [5, 6]],
                           'payloads': [{'a': 1}, null, {'a': 3}]}}
                """);

        assertThat(client().call("POST", POINTS, ids("10, 'eleven', 12", true)).result())
                .isEqualTo(
                        json(
                                """
                                [{'id': 10, 'payload': {'a': 1}, 'vector': [1.0, 2.0]},
                                 {'id': 'eleven', 'payload': {}, 'vector': [3.0, 4.0]},
                                 {'id': 12, 'payload': {'a': 3}, 'vector': [5.0, 6.0]}]
                                """));
    }

    @Test
    void takesNamedVectorsInRowsAndColumnsAndReplacesSingleOnes() {
        client().call("DELETE", "/collections/named");
        client().call(
                        "PUT",
                        "/collections/named",
                        """
                        {'vectors': {'a': {'size': 1, 'distance': 'Dot'},
                                     'text': {'size': 2, 'distance': 'Dot'}}}
                        """);
        String points = "/collections/named/points";
        completed(
                "PUT",
                points,
                "{'points': [{'id': 1, 'vector': {'a': [1], 'text': [1, 1]}}, {'id': 2, 'vector':"
                        + " {}}]}");
        completed(
                "PUT",
                points,
                "{'batch': {'ids': [3, 4], 'vectors': {'a': [[3], [4]], 'text': [[3, 3], [4,"
                        + " 4]]}}}");
        completed(
                "PUT",
                points + "/vectors",
                "{'points': [{'id': 2, 'vector': {'a': [2]}}, {'id': 4, 'vector': {'a': [40]}}]}");

        assertThat(client().call("POST", points, ids("1, 2, 3, 4", true)).result())
                .isEqualTo(
                        json(
                                """
                                [{'id': 1, 'payload': {}, 'vector': {'a': [1.0], 'text': [1.0, 1.0]}},
                                 {'id': 2, 'payload': {}, 'vector': {'a': [2.0]}},
                                 {'id': 3, 'payload': {}, 'vector': {'a': [3.0], 'text': [3.0, 3.0]}},
                                 {'id': 4, 'payload': {}, 'vector': {'a': [40.0], 'text': [4.0, 4.0]}}]
                                """));
    }

    @Test
    void embedsDocumentsInPlaceOfVectors() {
        client().call("DELETE", "/collections/texts");
        client().call(
                        "PUT",
                        "/collections/texts",
                        "{'vectors': {'size': 64, 'distance': 'Cosine', 'model': 'words'}}");
        completed(
                "PUT",
                "/collections/texts/points",
                """
                {'points': [
                  {'id': 1, 'vector': {'text': 'a machine that flies', 'model': 'words'}},
                  {'id': 2, 'vector': {'text': 'a bird that sings'}},
                  {'id': 3, 'vector': {'text': 'water that is frozen', 'options': {}}}]}
                """);
        completed(
                "PUT",
                "/collections/texts/points/vectors",
                "{'points': [{'id': 3, 'vector': {'text': 'ice'}}]}");

        JsonNode points =
                client().call(
                                "POST",
                                "/collections/texts/points/query",
                                "{'query': {'text': 'ice', 'model': 'words'}, 'limit': 1}")
                        .result()
                        .path("points");
        assertThat(points).hasSize(1);
        assertThat(points.at("/0/id")).isEqualTo(json("3"));
        assertThat(points.at("/0/score").asDouble()).isCloseTo(1, within());
    }

    @Test
    void deletesByIdsAndByFilter() {
        completed("POST", POINTS + "/delete", "{'points': [1, 99]}");
        assertThat(count("{}")).isEqualTo(2);

        completed(
                "POST",
                POINTS + "/delete",
                "{'filter': {'must': [{'key': 'pos', 'match': {'value': 'noun'}}]}}");
        assertThat(count("{}")).isEqualTo(1);
        assertThat(client().call("GET", POINTS + "/2").status()).isEqualTo(200);

        completed("POST", POINTS + "/delete", "{'filter': {}}");
        assertThat(count("{}")).as("an empty filter means every point").isZero();
    }

    @Test
    void takesEmptyLists() {
        completed("PUT", POINTS, "{'points': []}");
        completed("POST", POINTS + "/delete", "{'points': []}");
        assertThat(client().call("POST", POINTS + "/batch", "{'operations': []}").result())
                .isEmpty();
        assertThat(client().call("POST", POINTS, "{'ids': []}").result()).isEmpty();
        assertThat(client().call("POST", POINTS + "/query/batch", "{'searches': []}").result())
                .isEmpty();

        assertThat(count("{}")).isEqualTo(3);
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-5);
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

    private static JsonNode point(String id) {
        var reply = client().call("GET", POINTS + "/" + id);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        return reply.result();
    }

    private static long count(String body) {
        return client().call("POST", POINTS + "/count", body).result().path("count").asLong();
    }
}
