package io.vecdb.server.rest;

import static io.vecdb.server.RestClient.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `/query`, `/search` and their batches.
class SearchTest {
    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static final String POINTS = "/collections/c/points";
    private static final String NAMED = "/collections/named/points";

    private static RestClient client() {
        return SERVER.client();
    }

    /// Points 1 to 20 stand on a line at their ids.
    @BeforeAll
    static void points() {
        client().call("PUT", "/collections/c", "{'vectors': {'size': 2, 'distance': 'Euclid'}}");
        var points = new StringBuilder();
        for (int i = 1; i <= 20; i++) {
            points.append(
                    "%s{'id': %d, 'vector': [%d, 0], 'payload': {'n': %d}}"
                            .formatted(i == 1 ? "" : ",", i, i, i));
        }
        var reply = client().call("PUT", POINTS, "{'points': [" + points + "]}");
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);

        client().call(
                        "PUT",
                        "/collections/named",
                        """
                        {'vectors': {'cos': {'size': 2, 'distance': 'Cosine'},
                                     'dot': {'size': 2, 'distance': 'Dot'},
                                     'city': {'size': 2, 'distance': 'Manhattan'},
                                     'words': {'size': 64, 'distance': 'Cosine'}}}
                        """);
        reply =
                client().call(
                                "PUT",
                                NAMED,
                                """
                                {'points': [
                                  {'id': 'a', 'vector': {'cos': [3, 4], 'dot': [3, 4], 'city': [3, 4],
                                                       'words': {'text': 'a flying machine'}}},
                                  {'id': 'b', 'vector': {'cos': [4, 3], 'dot': [40, 30], 'city': [0, 0],
                                                       'words': {'text': 'frozen water'}}}]}
                                """);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'query': [5.2, 0], 'limit': 3} | 5,6,4
                    {'query': {'nearest': [5.2, 0]}, 'limit': 3} | 5,6,4
                    {'query': [5.2, 0], 'limit': 2, 'offset': 2} | 4,7
                    {'query': [5.2, 0], 'limit': 9, 'score_threshold': 1} | 5,6
                    {'query': [5.2, 0], 'limit': 3, 'filter': {'n': {'$gt': 9}}} | 10,11,12
                    {'query': [5.2, 0], 'limit': 3, 'params': {'exact': true, 'hnsw_ef': 10}} | 5,6,4
                    {'query': 5, 'limit': 2} | 4,6
                    {'query': {'nearest': 5}, 'limit': 2, 'filter': {'n': {'$gte': 5}}} | 6,7
                    """)
    void queriesByVectorAndByPoint(String body, String ids) {
        var reply = client().call("POST", POINTS + "/query", body);

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(ids(reply.result().path("points"))).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | 1,2,3,4,5,6,7,8,9,10
                    {'query': null, 'limit': 3} | 1,2,3
                    {'limit': 3, 'offset': 2, 'using': 'any'} | 3,4,5
                    {'limit': 3, 'offset': 19} | 20
                    {'limit': 20, 'offset': 1, 'filter': {'n': {'$gt': 17}}} | 19,20
                    """)
    void listsPointsByTheirIdsWhereThereIsNoQuery(String body, String ids) {
        var reply = client().call("POST", POINTS + "/query", body);

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(ids(reply.result().path("points"))).isEqualTo(ids);
        assertThat(reply.result().at("/points/0/score")).isEqualTo(json("0.0"));
        assertThat(reply.result().at("/points/0").has("payload")).isFalse();
        JsonNode batch =
                client().call(
                                "POST",
                                POINTS + "/query/batch",
                                "{'searches': [{'query': [1, 0], 'limit': 1}, " + body + "]}")
                        .result();
        assertThat(batch.get(1)).isEqualTo(reply.result());
    }

    @Test
    void answersTenHitsWithoutPayloadAndVectorUnlessAsked() {
        JsonNode points = client().call("POST", POINTS + "/query", "{'query': [1, 0]}").result();

        assertThat(points.path("points")).hasSize(10);
        JsonNode hit = points.at("/points/1");
        assertThat(hit.properties().stream().map(Map.Entry::getKey))
                .containsExactly("id", "version", "score");
        assertThat(hit.path("score").asDouble()).isEqualTo(1);
        assertThat(hit.path("version").asLong()).isPositive();
    }

    @Test
    void carriesWhatWasAskedFor() {
        JsonNode hits =
                client().call(
                                "POST",
                                POINTS + "/search",
                                """
                                {'vector': [2, 0], 'limit': 1, 'with_payload': true,
                                 'with_vector': true}
                                """)
                        .result();

        assertThat(hits.at("/0/payload")).isEqualTo(json("{'n': 2}"));
        assertThat(hits.at("/0/vector")).isEqualTo(json("[2.0, 0.0]"));
        assertThat(hits.at("/0/score")).isEqualTo(json("0.0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    cos | b,a | 1.0,0.96 | [0.8, 0.6]
                    dot | b,a | 250.0,24.0 | [40.0, 30.0]
                    city | a,b | 2.0,7.0 | [3.0, 4.0]
                    """)
    void searchesANamedVectorAndScoresAsItsMetricSays(
            String field, String ids, String scores, String vector) {
        String around = "'limit': 5, 'with_vector': ['%s']}".formatted(field);
        JsonNode queried =
                client().call(
                                "POST",
                                NAMED + "/query",
                                "{'query': [4, 3], 'using': '%s', %s".formatted(field, around))
                        .result()
                        .path("points");
        JsonNode searched =
                client().call(
                                "POST",
                                NAMED + "/search",
                                "{'vector': {'name': '%s', 'vector': [4, 3]}, %s"
                                        .formatted(field, around))
                        .result();

        assertThat(ids(queried)).isEqualTo(ids);
        assertThat(searched).isEqualTo(queried);
        String[] expected = scores.split(",", -1);
        for (int i = 0; i < 2; i++) {
            assertThat(queried.get(i).path("score").asDouble())
                    .isCloseTo(Double.parseDouble(expected[i]), offset(1e-5));
        }
        JsonNode first = queried.get(0).path("vector").path(field);
        assertThat(first.get(0).asDouble()).isCloseTo(json(vector).get(0).asDouble(), offset(1e-6));
        assertThat(first.get(1).asDouble()).isCloseTo(json(vector).get(1).asDouble(), offset(1e-6));
    }

    @Test
    void queriesByTextInPlaceOfAVector() {
        String body =
                """
                {'query': {'text': 'a machine', 'model': 'words'}, 'using': 'words', 'limit': 1}
                """;
        JsonNode hits = client().call("POST", NAMED + "/query", body).result().path("points");

        assertThat(ids(hits)).isEqualTo("a");
        assertThat(
                        client().call(
                                        "POST",
                                        NAMED + "/query",
                                        body.replace("'query': {", "'query': {'nearest': {")
                                                .replace("'words'}", "'words'}}"))
                                .result()
                                .path("points"))
                .isEqualTo(hits);
    }

    @Test
    void queriesByANamedVectorOfAPoint() {
        JsonNode hits =
                client().call("POST", NAMED + "/query", "{'query': 'a', 'using': 'dot'}")
                        .result()
                        .path("points");

        assertThat(ids(hits)).isEqualTo("b");
        assertThat(hits.at("/0/score").asDouble()).isEqualTo(240);
    }

    @Test
    void answersABatchAsOneByOne() {
        List<String> queries =
                List.of(
                        "{'query': [5.2, 0], 'limit': 3}",
                        "{'query': 5, 'limit': 2, 'with_payload': true}",
                        "{'query': [1, 0], 'limit': 1, 'filter': {'n': {'$gt': 9}}}");
        JsonNode batch =
                client().call(
                                "POST",
                                POINTS + "/query/batch",
                                "{'searches': [" + String.join(",", queries) + "]}")
                        .result();

        assertThat(batch).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(batch.get(i))
                    .isEqualTo(client().call("POST", POINTS + "/query", queries.get(i)).result());
        }
    }

    @Test
    void answersABatchOfSearchesAsOneByOne() {
        List<String> searches =
                List.of(
                        "{'vector': [5.2, 0], 'limit': 3}",
                        "{'vector': [7, 0], 'limit': 2, 'offset': 1, 'with_vector': true}");
        JsonNode batch =
                client().call(
                                "POST",
                                POINTS + "/search/batch",
                                "{'searches': [" + String.join(",", searches) + "]}")
                        .result();

        assertThat(batch).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(batch.get(i))
                    .isEqualTo(client().call("POST", POINTS + "/search", searches.get(i)).result());
        }
    }

    @Test
    void saysWhichPointToSearchWithThereIsNot() {
        var reply = client().call("POST", POINTS + "/query", "{'query': 99}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.error()).contains("99");
    }

    private static String ids(JsonNode hits) {
        List<String> ids = new ArrayList<>();
        hits.forEach(hit -> ids.add(hit.path("id").asText()));
        return String.join(",", ids);
    }
}
