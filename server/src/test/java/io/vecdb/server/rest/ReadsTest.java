package io.vecdb.server.rest;

import static io.vecdb.server.RestClient.json;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Reading points by id, by page, and how many there are.
class ReadsTest {
    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static final String POINTS = "/collections/c/points";

    private static RestClient client() {
        return SERVER.client();
    }

    @BeforeAll
    static void points() {
        client().call(
                        "PUT",
                        "/collections/c",
                        """
                        {'vectors': {'v': {'size': 2, 'distance': 'Cosine'},
                                     'w': {'size': 1, 'distance': 'Euclid'}}}
                        """);
        var points = new StringBuilder();
        for (int i = 1; i <= 25; i++) {
            points.append(
                    """
                    %s{'id': %d, 'vector': {'v': [3, 4], 'w': [%d]},
                       'payload': {'n': %d, 'even': %s, 'place': {'city': 'Bonn', 'zip': %d}}}
                    """
                            .formatted(i == 1 ? "" : ",", i, i, i, i % 2 == 0, i));
        }
        var reply = client().call("PUT", POINTS, "{'points': [" + points + "]}");
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }

    @Test
    void getsAPointWithItsPayloadAndVectorsThoseOfCosineNormalised() {
        JsonNode point = client().call("GET", POINTS + "/3").result();

        assertThat(point.path("payload"))
                .isEqualTo(json("{'n': 3, 'even': false, 'place': {'city': 'Bonn', 'zip': 3}}"));
        assertThat(point.at("/vector/v/0").asDouble()).isEqualTo(0.6);
        assertThat(point.at("/vector/v/1").asDouble()).isEqualTo(0.8);
        assertThat(point.at("/vector/w")).isEqualTo(json("[3.0]"));
    }

    @Test
    void saysWhichPointThereIsNot() {
        var reply = client().call("GET", POINTS + "/99");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.error()).contains("99").contains("'c'");
    }

    @Test
    void retrievesInTheAskedOrderAndLeavesOutWhatIsNotThere() {
        JsonNode points = client().call("POST", POINTS, "{'ids': [5, 99, 2]}").result();

        assertThat(points).hasSize(2);
        assertThat(points.at("/0/id")).isEqualTo(json("5"));
        assertThat(points.at("/1/id")).isEqualTo(json("2"));
        assertThat(points.at("/0/payload/n")).isEqualTo(json("5"));
        assertThat(points.get(0).has("vector")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    true | {'n': 1, 'even': false, 'place': {'city': 'Bonn', 'zip': 1}}
                    ['n', 'place.city'] | {'n': 1, 'place': {'city': 'Bonn'}}
                    {'include': ['even']} | {'even': false}
                    {'exclude': ['place.zip', 'n']} | {'even': false, 'place': {'city': 'Bonn'}}
                    """)
    void carriesTheAskedPayloadFields(String withPayload, String expected) {
        JsonNode point =
                client().call("POST", POINTS, "{'ids': [1], 'with_payload': " + withPayload + "}")
                        .result()
                        .get(0);

        assertThat(point.path("payload")).isEqualTo(json(expected));
    }

    @Test
    void carriesTheAskedVectors() {
        assertThat(
                        client().call(
                                        "POST",
                                        POINTS,
                                        "{'ids': [1], 'with_payload': false, 'with_vector': ['w']}")
                                .result())
                .isEqualTo(json("[{'id': 1, 'vector': {'w': [1.0]}}]"));
        assertThat(
                        client().call(
                                        "POST",
                                        POINTS,
                                        "{'ids': [1], 'with_payload': false, 'with_vector': false}")
                                .result())
                .isEqualTo(json("[{'id': 1}]"));
    }

    @Test
    void scrollsThroughAllPointsPageByPage() {
        List<Integer> ids = new ArrayList<>();
        JsonNode offset = json("null");
        int pages = 0;
        do {
            JsonNode page =
                    client().callExactly("POST", POINTS + "/scroll", "{\"offset\": " + offset + "}")
                            .result();
            page.path("points").forEach(point -> ids.add(point.path("id").asInt()));
            offset = page.path("next_page_offset");
            pages++;
        } while (!offset.isNull() && pages < 10);

        assertThat(ids).hasSize(25).isSorted().doesNotHaveDuplicates();
        assertThat(pages).as("pages of 10").isEqualTo(3);
    }

    @Test
    void scrollsThroughWhatMatches() {
        JsonNode page =
                client().call(
                                "POST",
                                POINTS + "/scroll",
                                """
                                {'filter': {'must': [{'key': 'even', 'match': {'value': true}}],
                                            'must_not': [{'has_id': [2, 18446744073709551615]}]},
                                 'limit': 2, 'with_payload': ['n'], 'with_vector': ['w']}
                                """)
                        .result();

        assertThat(page)
                .isEqualTo(
                        json(
                                """
                                {'points': [{'id': 4, 'payload': {'n': 4}, 'vector': {'w': [4.0]}},
                                            {'id': 6, 'payload': {'n': 6}, 'vector': {'w': [6.0]}}],
                                 'next_page_offset': 8}
                                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | 25
                    {'filter': null, 'exact': true} | 25
                    {'filter': {'even': true}, 'exact': false} | 12
                    {'filter': {'must': [{'key': 'n', 'range': {'gt': 20}}]}} | 5
                    {'filter': {'should': [{'has_id': [1, 2, 99]}]}} | 2
                    {'filter': {'must': {'key': 'place.city', 'match': {'any': ['Bonn']}}}} | 25
                    """)
    void counts(String body, long expected) {
        var reply = client().call("POST", POINTS + "/count", body);

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.result().path("count").asLong()).isEqualTo(expected);
    }

    @Test
    void answersTheSameOnTheGrpcPort() {
        var other = new RestClient(SERVER.server().grpcPort());

        assertThat(other.call("GET", POINTS + "/7").result())
                .isEqualTo(client().call("GET", POINTS + "/7").result());
    }
}
