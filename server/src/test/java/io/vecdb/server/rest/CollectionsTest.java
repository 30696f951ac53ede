package io.vecdb.server.rest;

import static io.vecdb.server.RestClient.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.VectorConfig;
import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;

class CollectionsTest {
    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static RestClient client() {
        return SERVER.client();
    }

    @Test
    void createsDescribesAndDropsACollection() {
        var created =
                client().call(
                                "PUT",
                                "/collections/life",
                                "{'vectors': {'size': 4, 'distance': 'Cosine'}}");
        assertThat(created.status()).as("%s", created).isEqualTo(200);
        assertThat(created.json().path("status").asText()).isEqualTo("ok");
        assertThat(created.result()).isEqualTo(json("true"));
        assertThat(created.json().path("time").asDouble()).isGreaterThan(0);
        assertThat(created.header("content-type")).isEqualTo("application/json");

        assertThat(client().call("GET", "/collections/life/exists").result())
                .isEqualTo(json("{'exists': true}"));
        JsonNode info = client().call("GET", "/collections/life").result();
        assertThat(info.path("points_count")).isEqualTo(json("0"));
        assertThat(info.at("/config/params/vectors/size")).isEqualTo(json("4"));
        assertThat(info.at("/config/params/vectors/distance").asText()).isEqualTo("Cosine");

        assertThat(client().call("DELETE", "/collections/life").result()).isEqualTo(json("true"));
        assertThat(client().call("DELETE", "/collections/life").result()).isEqualTo(json("false"));
        assertThat(client().call("GET", "/collections/life/exists").result())
                .isEqualTo(json("{'exists': false}"));
        assertThat(client().call("GET", "/collections/life").status()).isEqualTo(404);
    }

    @Test
    void listsCollections() {
        create("listed-a", "{'size': 2, 'distance': 'Dot'}");
        create("listed-b", "{'size': 2, 'distance': 'Dot'}");

        assertThat(client().call("GET", "/collections").result().path("collections"))
                .contains(json("{'name': 'listed-a'}"), json("{'name': 'listed-b'}"));
    }

    @Test
    void refusesASecondCollectionOfTheSameName() {
        create("twice", "{'size': 2, 'distance': 'Dot'}");

        var second =
                client().call(
                                "PUT",
                                "/collections/twice",
                                "{'vectors': {'size': 2, 'distance': 'Dot'}}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.error()).contains("twice");
        assertThat(second.json().has("result")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Cosine,COSINE",
        "cosine,COSINE",
        "Euclid,L2",
        "l2,L2",
        "Dot,DOT",
        "Manhattan,MANHATTAN"
    })
    void takesBothNamesOfAMetricAndAnswersInTheDialects(String given, Metric metric) {
        String name = "metric-" + given;
        create(name, "{'size': 3, 'distance': '%s'}".formatted(given));

        assertThat(vector(name, "").metric()).isEqualTo(metric);
        assertThat(
                        client().call("GET", "/collections/" + name)
                                .result()
                                .at("/config/params/vectors/distance")
                                .asText())
                .isEqualTo(metric.qdrantName());
    }

    @Test
    void takesNamedVectorsWithTheirOwnGraphsOverTheCollections() {
        var created =
                client().call(
                                "PUT",
                                "/collections/named",
                                """
                                {'vectors': {
                                   'image': {'size': 512, 'distance': 'Dot'},
                                   'text': {'size': 64, 'distance': 'Cosine', 'model': 'words',
                                            'hnsw_config': {'m': 32}},
                                   'plain': {'size': 2, 'distance': 'Euclid',
                                             'hnsw_config': {'m': 0}}},
                                 'hnsw_config': {'ef_construct': 99, 'full_scan_threshold': 5000}}
                                """);
        assertThat(created.status()).as("%s", created).isEqualTo(200);

        // 5000 KB hold 2500 vectors of 512 floats, 20000 of 64.
        assertThat(vector("named", "image").index()).isEqualTo(new IndexConfig.Hnsw(16, 99, 2500));
        assertThat(vector("named", "text").index()).isEqualTo(new IndexConfig.Hnsw(32, 99, 20_000));
        assertThat(vector("named", "text").model()).isEqualTo("words");
        assertThat(vector("named", "plain").index()).isEqualTo(new IndexConfig.Flat());

        JsonNode vectors =
                client().call("GET", "/collections/named").result().at("/config/params/vectors");
        assertThat(vectors.path("text"))
                .isEqualTo(
                        json(
                                """
                                {'size': 64, 'distance': 'Cosine', 'model': 'words',
                                 'hnsw_config': {'m': 32, 'ef_construct': 99,
                                                 'full_scan_threshold': 5000},
                                 'index': {'type': 'hnsw', 'm': 32, 'ef_construction': 99,
                                           'full_scan_threshold': 20000}}
                                """));
        assertThat(vectors.at("/image/hnsw_config/full_scan_threshold")).isEqualTo(json("5000"));
        assertThat(vectors.at("/plain/index")).isEqualTo(json("{'type': 'flat'}"));
        assertThat(vectors.at("/plain/hnsw_config")).isEqualTo(json("{'m': 0}"));
    }

    @Test
    void takesItsOwnIndexSettings() {
        create(
                "own",
                """
                {'size': 2, 'distance': 'l2',
                 'index': {'type': 'hnsw', 'm': 8, 'ef_construction': 64,
                           'full_scan_threshold': 100}}
                """);
        create("flat", "{'size': 2, 'distance': 'l2', 'index': {'type': 'flat'}}");

        assertThat(vector("own", "").index()).isEqualTo(new IndexConfig.Hnsw(8, 64, 100));
        assertThat(vector("flat", "").index()).isEqualTo(new IndexConfig.Flat());
    }

    @Test
    void passesOverSettingsThatOnlySayHowQdrantRuns() {
        var created =
                client().call(
                                "PUT",
                                "/collections/operational?timeout=10",
                                """
                                {'vectors': {'size': 2, 'distance': 'Dot', 'on_disk': true,
                                             'datatype': 'float32', 'quantization_config': null},
                                 'shard_number': 1, 'replication_factor': 1,
                                 'write_consistency_factor': 1, 'sharding_method': 'auto',
                                 'on_disk_payload': true, 'sparse_vectors': {},
                                 'optimizers_config': {'indexing_threshold': 0},
                                 'wal_config': {'wal_capacity_mb': 1},
                                 'strict_mode_config': {'enabled': false},
                                 'hnsw_config': {'on_disk': true, 'max_indexing_threads': 2,
                                                 'payload_m': 4}, 'shard_key': null}
                                """);

        assertThat(created.status()).as("%s", created).isEqualTo(200);
        assertThat(vector("operational", "").index()).isEqualTo(IndexConfig.Hnsw.DEFAULT);
    }

    @Test
    void takesAStrictModeThatIsNotEnabled() {
        for (String strict : List.of("{}", "{'enabled': null}", "{'enabled': false}", "null")) {
            client().call("DELETE", "/collections/strict");
            var created =
                    client().call(
                                    "PUT",
                                    "/collections/strict",
                                    "{'strict_mode_config': " + strict + "}");
            assertThat(created.status()).as("%s: %s", strict, created).isEqualTo(200);
        }
    }

    @Test
    void takesACollectionWithoutVectors() {
        assertThat(client().call("PUT", "/collections/bare", "{}").status()).isEqualTo(200);
        assertThat(client().call("PUT", "/collections/bare2", "{'vectors': {}}").status())
                .isEqualTo(200);

        assertThat(SERVER.database().collection("bare").config())
                .isEqualTo(new CollectionConfig(Map.of(), Map.of()));
    }

    @Test
    void createsAndDropsPayloadIndexes() {
        create("indexed", "{'size': 1, 'distance': 'Dot'}");
        client().call(
                        "PUT",
                        "/collections/indexed/points",
                        """
                        {'points': [{'id': 1, 'vector': [1], 'payload': {'price': 3, 'a': {'b': 1}}},
                                    {'id': 2, 'vector': [1], 'payload': {'price': 4}}]}
                        """);
        for (String body :
                new String[] {
                    "{'field_name': 'price', 'field_schema': 'integer'}",
                    "{'field_name': 'a.b', 'field_schema': {'type': 'float', 'on_disk': true}}",
                    "{'field_name': 'city', 'field_schema': {'type': 'keyword', 'is_tenant':"
                            + " true}}",
                    "{'field_name': 'open', 'field_schema': 'bool'}"
                }) {
            var created = client().call("PUT", "/collections/indexed/index?wait=true", body);
            assertThat(created.status()).as("%s", created).isEqualTo(200);
            assertThat(created.result().path("status").asText()).isEqualTo("completed");
        }

        JsonNode schema =
                client().call("GET", "/collections/indexed").result().path("payload_schema");
        assertThat(schema)
                .isEqualTo(
                        json(
                                """
                                {'price': {'data_type': 'integer', 'points': 2},
                                 'a.b': {'data_type': 'float', 'points': 1},
                                 'city': {'data_type': 'keyword', 'points': 0},
                                 'open': {'data_type': 'bool', 'points': 0}}
                                """));

        assertThat(client().call("DELETE", "/collections/indexed/index/a.b").status())
                .isEqualTo(200);
        assertThat(SERVER.database().collection("indexed").config().payloadIndexes())
                .containsOnlyKeys("price", "city", "open")
                .containsEntry("price", PayloadIndexType.INTEGER);
        assertThat(
                        client().call(
                                        "PUT",
                                        "/collections/indexed/index",
                                        "{'field_name': 'price', 'field_schema': 'keyword'}")
                                .status())
                .isEqualTo(409);
    }

    private static void create(String name, String vectors) {
        var created = client().call("PUT", "/collections/" + name, "{'vectors': " + vectors + "}");
        assertThat(created.status()).as("%s", created).isEqualTo(200);
    }

    private static VectorConfig vector(String collection, String field) {
        return Objects.requireNonNull(
                SERVER.database().collection(collection).config().vectors().get(field));
    }

    @Test
    void refusesAModelThatNobodyKnowsWhileItCanStillBeCorrected() {
        var answer =
                client().call(
                                "PUT",
                                "/collections/misspelt",
                                "{'vectors': {'size': 4, 'distance': 'Dot', 'model': 'nope'}}");
        assertThat(answer.status()).as("%s", answer).isEqualTo(404);
        assertThat(answer.error()).contains("No embedding model is called 'nope'");
        assertThat(client().call("GET", "/collections/misspelt/exists").result())
                .isEqualTo(json("{'exists': false}"));
    }
}
