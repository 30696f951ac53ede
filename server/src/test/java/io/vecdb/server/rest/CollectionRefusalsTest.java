package io.vecdb.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Collections and payload indexes that cannot be: the status, and that the message names the
/// place.
class CollectionRefusalsTest {
    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static final String POINTS = "/collections/c/points";

    private static RestClient client() {
        return SERVER.client();
    }

    @BeforeAll
    static void collection() {
        client().call("PUT", "/collections/c", "{'vectors': {'size': 2, 'distance': 'Cosine'}}");
        client().call("PUT", POINTS, "{'points': [{'id': 1, 'vector': [1, 1]}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'vectors': {'distance': 'Dot'}} | 400 | vectors: the field 'size' is missing.
                    {'vectors': {'size': 4}} | 400 | vectors: the field 'distance' is missing.
                    {'vectors': {'size': '4', 'distance': 'Dot'}} | 400 | vectors.size: expected a whole number
                    {'vectors': {'size': 4.5, 'distance': 'Dot'}} | 400 | vectors.size: expected a whole number
                    {'vectors': {'size': 99999999999, 'distance': 'Dot'}} | 400 | vectors.size: expected a whole number
                    {'vectors': {'size': 0, 'distance': 'Dot'}} | 400 | vectors: A vector field has 1 to 65536 dimensions, not 0.
                    {'vectors': {'size': 0, 'distance': 'Dot', 'hnsw_config': {'full_scan_threshold': 9}}} | 400 | vectors: A vector field has 1 to 65536 dimensions, not 0.
                    {'vectors': {'size': 4, 'distance': 'Hamming'}} | 400 | vectors.distance: Unknown metric 'Hamming'
                    {'vectors': {'a': {'size': 4, 'distance': 3}}} | 400 | vectors.a.distance: expected a string, not 3.
                    {'vectors': {'a': 4}} | 400 | vectors.a: expected an object, not 4.
                    {'vectors': {'a b': {'size': 4, 'distance': 'Dot'}}} | 400 | The vector field name 'a b' is not allowed
                    {'vectors': {'size': 4, 'distance': 'Dot', 'hnsw_config': {'m': 1000}}} | 400 | vectors.hnsw_config: hnsw: m must lie in 2 to 128
                    {'vectors': {'size': 4, 'distance': 'Dot', 'index': {'type': 'ivf'}}} | 400 | vectors.index.type: expected one of [flat, hnsw], not "ivf"
                    {'vectors': {'size': 4, 'distance': 'Dot', 'index': {'type': 'hnsw', 'M': 4}}} | 400 | vectors.index.M: unknown setting of a hnsw index
                    {'vectors': {'size': 4, 'distance': 'Dot', 'index': {'type': 'flat', 'm': 4}}} | 400 | vectors.index.m: unknown setting of a flat index
                    {'vectors': {'size': 4, 'distance': 'Dot', 'index': {'type': 'flat'}, 'hnsw_config': {}}} | 400 | either 'index' or 'hnsw_config'
                    {'vectors': {'size': 4, 'distance': 'Dot', 'quantization_config': {'scalar': {}}}} | 501 | vectors.quantization_config: this release does not support
                    {'vectors': {'size': 4, 'distance': 'Dot', 'multivector_config': {}}} | 501 | vectors.multivector_config
                    {'vectors': {'size': 4, 'distance': 'Dot', 'datatype': 'uint8'}} | 501 | vectors.datatype: this release only knows "float32"
                    {'quantization_config': {'binary': {}}} | 501 | quantization_config
                    {'sparse_vectors': {'s': {}}} | 501 | sparse_vectors
                    {'shard_number': 2} | 501 | shard_number: this release only knows 1
                    {'replication_factor': 2} | 501 | replication_factor
                    {'strict_mode_config': {'enabled': true}} | 501 | strict_mode_config.enabled
                    {'metadata': {'a': 1}} | 501 | metadata
                    [] | 400 | expected a JSON object as the body, not a list.
                    """)
    void refusesToCreateACollection(String body, int status, String message) {
        var reply = client().call("PUT", "/collections/refused", body);

        refused(reply, status, message);
        assertThat(client().call("GET", "/collections/refused").status()).isEqualTo(404);
    }

    @Test
    void refusesACollectionsName() {
        refused(client().call("PUT", "/collections/a.b", "{}"), 400, "collection name 'a.b'");
        refused(client().call("PUT", "/collections/" + "x".repeat(256), "{}"), 400, "1 to 255");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'field_name': 'a'} | 400 | the field 'field_schema' is missing.
                    {'field_schema': 'keyword'} | 400 | the field 'field_name' is missing.
                    {'field_name': 'a', 'field_schema': 'text'} | 501 | field_schema: this release has no text index
                    {'field_name': 'a', 'field_schema': {'type': 'geo'}} | 501 | field_schema.type: this release has no geo index
                    {'field_name': 'a', 'field_schema': 'datetime'} | 501 | datetime
                    {'field_name': 'a', 'field_schema': 'uuid'} | 501 | uuid
                    {'field_name': 'a', 'field_schema': 'keywords'} | 400 | field_schema: Unknown payload index type 'keywords'
                    {'field_name': 'a', 'field_schema': 3} | 400 | field_schema: expected a string, not 3.
                    {'field_name': 'a.', 'field_schema': 'keyword'} | 400 | field_name: The field path 'a.'
                    """)
    void refusesAPayloadIndex(String body, int status, String message) {
        refused(client().call("PUT", "/collections/c/index", body), status, message);
    }

    private static void refused(RestClient.Reply reply, int status, String message) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        assertThat(reply.error()).contains(message);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().path("time").isNumber()).isTrue();
        assertThat(reply.json().has("result")).isFalse();
    }
}
