package io.vecdb.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class MetricsTest {
    @RegisterExtension static final TestServer SERVER = new TestServer();

    @Test
    void countsRequestsByMethodRouteAndStatus() {
        SERVER.client().call("GET", "/collections/no-such");
        SERVER.client().call("GET", "/collections/nor-this");
        SERVER.client().call("GET", "/no/route");

        String counted =
                awaitMetrics(
                        "vecdb_http_request_seconds_count{method=\"GET\","
                                + "route=\"/collections/{collection}\",status=\"404\"} 2",
                        "vecdb_http_request_seconds_count{method=\"GET\",route=\"other\","
                                + "status=\"404\"} 1");
        assertThat(counted)
                .contains("vecdb_http_request_seconds_bucket{method=\"GET\",")
                .contains("le=\"0.005\"")
                .doesNotContain("no-such");
    }

    @Test
    void countsThePointsOfTheCollectionsThereAre() {
        SERVER.client()
                .call("PUT", "/collections/counted", "{'vectors': {'size': 1, 'distance': 'Dot'}}");
        SERVER.client()
                .call(
                        "PUT",
                        "/collections/counted/points",
                        "{'points': [{'id': 1, 'vector': [1]}, {'id': 2, 'vector': [1]}]}");
        assertThat(metrics())
                .contains("vecdb_collection_points{collection=\"counted\"} 2.0")
                .containsPattern(
                        "vecdb_collection_memory_bytes\\{collection=\"counted\",part=\"vectors\","
                                + "place=\"off_heap\"\\} [1-9]")
                .containsPattern("vecdb_memory_limit_bytes [1-9]");

        SERVER.client().call("DELETE", "/collections/counted");
        assertThat(metrics()).doesNotContain("counted");
    }

    @Test
    void showsEveryCollectionToEachOfSeveralWhoAskAtOnce() {
        SERVER.client().call("PUT", "/collections/lasting", "{}");
        var client = new RestClient(SERVER.server().metricsPort());
        List<CompletableFuture<RestClient.Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(client.start("GET", "/metrics", ""));
        }
        for (CompletableFuture<RestClient.Reply> reply : replies) {
            assertThat(reply.join().http().body())
                    .contains("vecdb_collection_points{collection=\"lasting\"} 0.0");
        }
    }

    @Test
    void showsTheJvmAndTheWorkers() {
        assertThat(metrics())
                .contains("jvm_memory_used_bytes{")
                .contains("jvm_gc_max_data_size_bytes")
                .contains("jvm_threads_live_threads")
                .contains("process_uptime_seconds")
                .contains("process_files_open_files")
                .contains("process_cpu_usage")
                .contains("vecdb_workers_busy 0.0")
                .contains("vecdb_requests_waiting 0.0")
                .contains("vecdb_request_bodies_bytes 0.0");
    }

    @Test
    void answersInPrometheusFormat() {
        var reply = new RestClient(SERVER.server().metricsPort()).call("GET", "/metrics");

        assertThat(reply.header("content-type")).startsWith("text/plain; version=0.0.4");
        assertThat(reply.http().body().lines().filter(line -> !line.startsWith("#")))
                .allMatch(line ->
                        line.matches(
                                "[a-z0-9_]+(\\{[^}]*(\\{[^}]*\\}[^}]*)*\\})? [-+.0-9eEInfNa]+"));
    }

    private static String metrics() {
        return new RestClient(SERVER.server().metricsPort()).call("GET", "/metrics").http().body();
    }

    /// A request is counted just after its answer was sent.
    private static String awaitMetrics(String... expected) {
        String metrics = "";
        for (int i = 0; i < 1_000; i++) {
            metrics = metrics();
            if (Arrays.stream(expected).allMatch(metrics::contains)) {
                return metrics;
            }
        }
        throw new AssertionError("Not all of " + List.of(expected) + " in\n" + metrics);
    }
}
