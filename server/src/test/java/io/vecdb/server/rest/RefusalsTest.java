package io.vecdb.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Points and searches that are wrong: the status, and that the message names the place.
class RefusalsTest {
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
                    {} | 400 | give either 'points' (a list) or 'batch' (columns).
                    {'points': [], 'batch': {}} | 400 | give either
                    {'points': {'id': 1}} | 400 | points: expected a list, not an object.
                    {'points': [{'id': 1}]} | 400 | points[0]: the field 'vector' is missing.
                    {'points': [{'vector': [1, 1]}]} | 400 | points[0]: the field 'id' is missing.
                    {'points': [{'id': -1, 'vector': [1, 1]}]} | 400 | points[0].id: expected a point id
                    {'points': [{'id': 1.5, 'vector': [1, 1]}]} | 400 | points[0].id: expected a point id
                    {'points': [{'id': 18446744073709551616, 'vector': [1, 1]}]} | 400 | points[0].id: expected a point id
                    {'points': [{'id': '', 'vector': [1, 1]}]} | 400 | points[0].id: A point id must not be the empty string.
                    {'points': [{'id': [1], 'vector': [1, 1]}]} | 400 | points[0].id: expected a point id (a whole number from 0 to 2^64 - 1, a UUID or a string), not a list.
                    {'points': [{'id': 2, 'vector': [1, 1]}, {'id': 1, 'vector': [1, 'x']}]} | 400 | points[1].vector[1]: expected a number, not "x".
                    {'points': [{'id': 1, 'vector': [1, 1e39]}]} | 400 | points[0].vector[1]: 1.0E39 is beyond the range of a 32-bit float.
                    {'points': [{'id': 1, 'vector': [1, 1e999]}]} | 400 | points[0].vector[1]
                    {'points': [{'id': 1, 'vector': [1, null]}]} | 400 | points[0].vector[1]: expected a number, not null.
                    {'points': [{'id': 1, 'vector': []}]} | 400 | points[0].vector: A vector has 1 to 65536 dimensions
                    {'points': [{'id': 1, 'vector': {'a': 'x'}}]} | 400 | points[0].vector.a: expected a list of numbers, not "x".
                    {'points': [{'id': 1, 'vector': [[1, 1]]}]} | 501 | points[0].vector: this release does not support multi-vectors.
                    {'points': [{'id': 1, 'vector': {'s': {'indices': [1], 'values': [1]}}}]} | 501 | points[0].vector.s: this release does not support sparse vectors.
                    {'points': [{'id': 1, 'vector': {'image': 'x', 'model': 'clip'}}]} | 501 | points[0].vector: this release embeds text only
                    {'points': [{'id': 1, 'vector': {'text': ' '}}]} | 400 | points[0].vector: The text to embed is blank
                    {'points': [{'id': 1, 'vector': {'text': 'a', 'options': {'x': 1}}}]} | 501 | points[0].vector.options
                    {'points': [{'id': 1, 'vector': [1, 1], 'payload': [1]}]} | 400 | points[0].payload: expected an object, not a list.
                    {'points': [{'id': 1, 'vector': [1, 1], 'payload': {'a': 1e999}}]} | 400 | points[0].payload: A payload number must be finite
                    {'points': [{'id': 1, 'vector': [1, 1]}], 'shard_key': 'a'} | 501 | shard_key
                    {'points': [{'id': 1, 'vector': [1, 1]}], 'update_mode': 'insert_only'} | 501 | update_mode
                    {'points': [{'id': 1, 'vector': [1, 1]}], 'update_filter': {}} | 501 | update_filter
                    {'batch': {'ids': [1, 2], 'vectors': [[1, 1]]}} | 400 | batch.vectors: 1 items were given for 2 ids.
                    {'batch': {'ids': [1], 'vectors': [[1, 1]], 'payloads': []}} | 400 | batch.payloads: 0 items were given for 1 ids.
                    {'batch': {'ids': [1], 'vectors': {'a': [[1], [2]]}}} | 400 | batch.vectors.a: 2 items
                    {'points': [{'id': 1, 'vector': [1, 1, 1]}]} | 400 | Point 1 has a vector of 3 dimensions for the collection's vector field, which has 2.
                    {'points': [{'id': 1, 'vector': [0, 0]}]} | 400 | Point 1 has a zero vector for
                    {'points': [{'id': 1, 'vector': {'none': [1, 1]}}]} | 400 | vector field 'none'
                    {'points': [{'id': 1, 'vector': {'text': 'a', 'model': 'no-such'}}]} | 404 | no-such
                    {'points': [{'id': 1, 'vector': {'text': 'unavailable', 'model': 'words'}}]} | 502 | The model is away.
                    """)
    void refusesAnUpsertAndChangesNothing(String body, int status, String message) {
        var reply = client().call("PUT", POINTS, body);

        refused(reply, status, message);
        assertThat(client().call("POST", POINTS + "/count", "{}").result().path("count").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /query | {'limit': 0} | 400 | limit: expected 1 or more, not 0.
                    /query | {'limit': 65536, 'offset': 1} | 400 | A page holds 1 to 65536 points, not 65537.
                    /query | {'query': 'x'} | 404 | no point x
                    /query | {'query': 1, 'using': 'none'} | 404 | none
                    /query | {'query': [1, 1], 'prefetch': []} | 501 | prefetch
                    /query | {'query': [1, 1], 'lookup_from': {}} | 501 | lookup_from
                    /query | {'query': {'recommend': {}}} | 501 | query: this release does not support the query kind 'recommend'
                    /query | {'query': {'fusion': 'rrf'}} | 501 | 'fusion'
                    /query | {'query': {'sample': 'random'}} | 501 | 'sample'
                    /query | {'query': {'order_by': 'n'}} | 501 | 'order_by'
                    /query | {'query': {'nearest': [1, 1], 'mmr': {}}} | 501 | query.mmr
                    /query | {'query': {'near': [1, 1]}} | 400 | query: expected a list of numbers or a document
                    /query | {'query': true} | 400 | query: expected a list of numbers, not true.
                    /query | {'query': [[1, 1]]} | 501 | query: this release does not support multi-vectors.
                    /query | {'query': [1, 1], 'limit': 0} | 400 | limit must lie in 1 to 65536
                    /query | {'query': [1, 1], 'limit': 1, 'offset': 65536} | 400 | limit
                    /query | {'query': [1, 1], 'offset': -1} | 400 | offset must lie in
                    /query | {'query': [1, 1], 'limit': '5'} | 400 | limit: expected a whole number
                    /query | {'query': [1, 1], 'params': {'hnsw_ef': 0}} | 400 | ef must lie in 1
                    /query | {'query': [1, 1], 'params': {'exact': 1}} | 400 | params.exact: expected true or false, not 1.
                    /query | {'query': [1, 1], 'score_threshold': 'a'} | 400 | score_threshold: expected a number
                    /query | {'query': [1, 1], 'with_payload': 1} | 400 | with_payload: expected true, false, a list of names, or an object, not 1.
                    /query | {'query': [1, 1], 'with_payload': {'include': ['a'], 'exclude': ['b']}} | 400 | with_payload: give either
                    /query | {'query': [1, 1], 'with_vector': [1]} | 400 | with_vector[0]: expected a string
                    /query | {'query': [1, 1], 'filter': 3} | 400 | filter: expected an object, not 3.
                    /query | {'query': [1, 1], 'filter': {'must': [{'key': 'a', 'match': {'text': 'x'}}]}} | 501 | filter.must[0].match
                    /query | {'query': [1, 1], 'filter': {'must': [{'kye': 'a'}]}} | 400 | filter.must[0]
                    /query | {'query': [1, 1], 'filter': {'a': {'$lt': 2, '$x': 1}}} | 400 | filter.a
                    /query | {'query': [1, 1, 1]} | 400 | The query has a vector of 3 dimensions
                    /query/batch | {'searches': [{'query': [1, 1]}, {'query': [1, 1], 'filter': {'must': 1}}]} | 400 | searches[1]: filter.must
                    /query/batch | {'searches': [{'query': [1, 1]}, {'query': [1, 'a']}]} | 400 | searches[1].query[1]: expected a number
                    /query/batch | {'searches': {}} | 400 | searches: expected a list
                    /search | {'limit': 1} | 400 | the field 'vector' is missing.
                    /search | {'vector': [1, 1]} | 400 | the field 'limit' is missing.
                    /search | {'vector': {'name': 'n'}, 'limit': 1} | 400 | vector: the field 'vector' is missing.
                    /search/batch | {'searches': [{'vector': [1, 1]}]} | 400 | searches[0]: the field 'limit' is missing.
                    /scroll | {'order_by': 'n'} | 501 | order_by
                    /scroll | {'limit': 0} | 400 | A page holds 1 to 65536 points, not 0.
                    /scroll | {'offset': 1.5} | 400 | offset: expected a point id
                    /count | {'filter': []} | 400 | filter: expected an object, not a list.
                    /delete | {} | 400 | give either 'points' (a list of ids) or 'filter'.
                    /delete | {'points': [1], 'filter': {}} | 400 | give either
                    /delete | {'points': [1, -2]} | 400 | points[1]: expected a point id
                    /delete | {'points': 1} | 400 | points: expected a list
                    /payload | {'points': [1]} | 400 | the field 'payload' is missing.
                    /payload | {'points': [1], 'payload': 1} | 400 | payload: expected an object, not 1.
                    /payload | {'points': [1], 'payload': {}, 'key': 'a'} | 501 | key: this release does not support 'key'
                    /payload/delete | {'points': [1], 'keys': ['a..b']} | 400 | keys[0]: The field path 'a..b' has an empty name
                    /payload/delete | {'points': [1]} | 400 | the field 'keys' is missing.
                    /vectors/delete | {'points': [1], 'vector': ['']} | 501 | cannot delete single vectors
                    /batch | {'operations': [{'upsert': {'points': [{'id': 1}]}}]} | 400 | operations[0].upsert.points[0]: the field 'vector' is missing.
                    /batch | {'operations': [{'a': 1, 'delete': {}}]} | 400 | operations[0]: expected an object with one of [upsert, delete,
                    /batch | {'operations': [{'delete_vectors': {}}]} | 501 | operations[0].delete_vectors
                    """)
    void refuses(String path, String body, int status, String message) {
        refused(client().call("POST", POINTS + path, body), status, message);
    }

    private static void refused(RestClient.Reply reply, int status, String message) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        assertThat(reply.error()).contains(message);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().path("time").isNumber()).isTrue();
        assertThat(reply.json().has("result")).isFalse();
    }
}
