package io.vecdb.server.rest;

import static io.vecdb.server.RestClient.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.api.Collection;
import io.vecdb.api.Include;
import io.vecdb.api.PointId;
import io.vecdb.server.RestClient;
import io.vecdb.server.ServerConfig;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Answers of many points, or of large ones.
class LargeAnswersTest {
    private static final int ANSWER_BYTES = 1 << 20;

    /// Too many to be read at one moment, whatever the heap.
    private static final int COUNT = 3 * PointReads.AT_ONCE + 2;

    private static final String POINTS = "/collections/c/points";

    @RegisterExtension
    static final TestServer SERVER =
            new TestServer(
                    ServerConfig.DEFAULT.withLimits(
                            RequestLimits.DEFAULT.withAnswerBytes(ANSWER_BYTES)));

    private static RestClient client() {
        return SERVER.client();
    }

    /// Points 1 to [#COUNT] stand on a line at their ids; point 1000000 is large.
    @BeforeAll
    static void points() {
        client().call("PUT", "/collections/c", "{'vectors': {'size': 1, 'distance': 'Euclid'}}");
        var points = new StringBuilder();
        for (int i = 1; i <= COUNT; i++) {
            points.append("{'id': %d, 'vector': [%d], 'payload': {'n': %d}},".formatted(i, i, i));
        }
        points.append("{'id': 1000000, 'vector': [1000000], 'payload': {'text': '")
                .append("x".repeat(900_000))
                .append("'}}");
        var reply = client().call("PUT", POINTS, "{'points': [" + points + "]}");
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }

    @Test
    void retrievesManyPointsInTheAskedOrderEachOnce() {
        List<Integer> asked = IntStream.iterate(COUNT, i -> i - 1).limit(COUNT).boxed().toList();
        JsonNode points =
                client().call("POST", POINTS, "{'ids': " + asked + ", 'with_vector': true}")
                        .result();

        assertThat(points).hasSize(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int id = asked.get(i);
            assertThat(points.get(i))
                    .isEqualTo(
                            json(
                                    "{'id': %d, 'payload': {'n': %d}, 'vector': [%d.0]}"
                                            .formatted(id, id, id)));
        }
        assertThat(client().call("POST", POINTS, "{'ids': [7, 8, 7, 7]}").result())
                .isEqualTo(
                        json("[{'id': 7, 'payload': {'n': 7}}, {'id': 8, 'payload': {'n': 8}}]"));
    }

    @Test
    void answersOnePointHoweverOftenItIsNamed() {
        String ids = "1000000, ".repeat(600) + "1000000";

        var reply = client().call("POST", POINTS, "{'ids': [" + ids + "]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.result()).hasSize(1);
    }

    @Test
    void scrollsALargePageAsManySmallOnes() {
        JsonNode all =
                client().call(
                                "POST",
                                POINTS + "/scroll",
                                "{'limit': %d, 'filter': {'n': {'$gt': 0}}, 'with_payload': true}"
                                        .formatted(COUNT - 1))
                        .result();

        assertThat(all.path("points")).hasSize(COUNT - 1);
        for (int i = 0; i < COUNT - 1; i++) {
            assertThat(all.path("points").get(i))
                    .isEqualTo(json("{'id': %d, 'payload': {'n': %d}}".formatted(i + 1, i + 1)));
        }
        assertThat(all.path("next_page_offset")).isEqualTo(json("" + COUNT));
    }

    @Test
    void findsManyHitsAsFewOnes() {
        String body = "{'query': [0], 'limit': %d, 'with_payload': true, 'with_vector': true}";
        JsonNode many = client().call("POST", POINTS + "/query", body.formatted(COUNT)).result();
        JsonNode few = client().call("POST", POINTS + "/query", body.formatted(10)).result();

        assertThat(many.path("points")).hasSize(COUNT);
        for (int i = 0; i < 10; i++) {
            assertThat(many.path("points").get(i)).isEqualTo(few.path("points").get(i));
        }
        JsonNode last = many.path("points").get(COUNT - 1);
        assertThat(last.path("payload")).isEqualTo(json("{'n': %d}".formatted(COUNT)));
        assertThat(last.path("vector")).isEqualTo(json("[%d.0]".formatted(COUNT)));
        assertThat(last.path("score")).isEqualTo(json("%d.0".formatted(COUNT)));
    }

    @Test
    void refusesAnAnswerThatIsTooLargeWith413AndGivesItsMemoryBack() {
        String large = "{'query': [1000000], 'limit': 1, 'with_payload': true}";
        var reply =
                client().call(
                                "POST",
                                POINTS + "/query/batch",
                                "{'searches': [" + large + "," + large + "]}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.error()).contains("larger than 1048576 bytes; ask for fewer points");
        assertThat(client().call("POST", POINTS + "/query", large).status()).isEqualTo(200);
    }

    @Test
    void refusesABatchThatAsksForTooManyHits() {
        String searches =
                String.join(",", Collections.nCopies(4, "{'query': [1], 'limit': 20000}"));
        var reply =
                client().call("POST", POINTS + "/query/batch", "{'searches': [" + searches + "]}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.error()).contains("65536 hits together").contains("not 80000");
        String offsets = "{'query': [1], 'limit': 1, 'offset': 40000}";
        assertThat(
                        client().call(
                                        "POST",
                                        POINTS + "/query/batch",
                                        "{'searches': [" + offsets + "," + offsets + "]}")
                                .status())
                .isEqualTo(413);
    }

    @Test
    void readsAFewPointsAtATime() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        Collection collection = SERVER.database().collection("c");
        var watched =
                (Collection)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Collection.class},
                                (_, method, arguments) -> {
                                    sizes.add(((List<?>) arguments[0]).size());
                                    return method.invoke(collection, arguments);
                                });
        List<PointId> ids = LongStream.rangeClosed(1, COUNT).mapToObj(PointId::of).toList();
        List<PointId> read = new ArrayList<>();

        PointReads.forEach(
                watched, Include.PAYLOAD, ids, id -> id, (_, point) -> read.add(point.id()));

        assertThat(read).isEqualTo(ids);
        assertThat(sizes).hasSizeGreaterThan(3).allMatch(size -> size <= PointReads.AT_ONCE);
    }
}
