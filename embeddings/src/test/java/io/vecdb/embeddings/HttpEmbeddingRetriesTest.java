package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.embeddings.FakeEndpoint.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// What a model does when its endpoint fails in a way that may pass.
@Timeout(60)
class HttpEmbeddingRetriesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /// The waits that were asked for; none is waited.
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

    private final RetryPolicy withoutWaiting = new RetryPolicy(() -> NOW, () -> 0.5, waits::add);

    private HttpEmbeddingModel model(HttpEmbeddingConfig config) {
        return new HttpEmbeddingModel(config, withoutWaiting);
    }

    private static RequestLimits limits() {
        return RequestLimits.DEFAULT;
    }

    private DbException failure(HttpEmbeddingConfig config) {
        try (var model = model(config)) {
            return failure(model);
        }
    }

    private static DbException failure(HttpEmbeddingModel model) {
        return catchThrowableOfType(DbException.class, () -> model.embed(List.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void triesAgainWhatMayPassWithGrowingWaits(int status) {
        FakeEndpoint.Script thirdTime =
                (request, number) ->
                        number < 3 ? Response.of(status, "busy") : Response.vectorsOf(request);
        try (var endpoint = new FakeEndpoint(thirdTime);
                var model = model(endpoint.config())) {
            assertThat(model.embed(List.of("a"))).hasSize(1);
            assertThat(waits).containsExactly(Duration.ofMillis(375), Duration.ofMillis(750));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "Sat, 21 Nov 2026 12:00:07 GMT"})
    void waitsAsLongAsTheEndpointAsks(String retryAfter) {
        FakeEndpoint.Script secondTime =
                (request, number) ->
                        number == 1
                                ? new Response(429, Map.of("Retry-After", retryAfter), "slow down")
                                : Response.vectorsOf(request);
        try (var endpoint = new FakeEndpoint(secondTime);
                var model = model(endpoint.config())) {
            assertThat(model.embed(List.of("a"))).hasSize(1);
            assertThat(waits).containsExactly(Duration.ofSeconds(7));
        }
    }

    @Test
    void givesUpWhenTheEndpointAsksForMoreThanAMinute() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, _) -> new Response(503, Map.of("Retry-After", "61"), "later"))) {
            DbException failure = failure(endpoint.config());
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("left alone for 61 s");
            assertThat(endpoint.requests()).hasSize(1);
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void givesUpAfterTheLastRetry() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, _) -> Response.of(503, "{\"error\": {\"message\": \"loading\"}}"))) {
            DbException failure = failure(endpoint.config().withLimits(limits().withRetries(2)));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure)
                    .hasMessage(
                            "Embedding endpoint "
                                    + endpoint.url()
                                    + "/v1/embeddings is overloaded or failed, HTTP 503: loading.");
            assertThat(endpoint.requests()).hasSize(3);
            assertThat(waits).hasSize(2);
        }
    }

    @Test
    void triesAgainWhenNoAnswerComesInTime() {
        RequestLimits impatient = limits().withRetries(2).withTimeout(Duration.ofMillis(20));
        try (var server = new SilentEndpoint()) {
            DbException failure = failure(server.endpoint.config().withLimits(impatient));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(waits).hasSize(2);
        }
    }

    @Test
    void triesAgainWhenNobodyListensYet() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var started = new AtomicReference<FakeEndpoint>();
        var startsServer =
                new RetryPolicy(
                        () -> NOW,
                        () -> 0,
                        wait -> {
                            waits.add(wait);
                            started.set(
                                    new FakeEndpoint(
                                            port, (request, _) -> Response.vectorsOf(request)));
                        });
        try (var model =
                new HttpEmbeddingModel(
                        HttpEmbeddingConfig.of("http://127.0.0.1:" + port, "m"), startsServer)) {
            assertThat(model.embed(List.of("dog")).getFirst()).containsExactly(3f, 100.5f);
            assertThat(waits).containsExactly(Duration.ofMillis(250));
        } finally {
            started.get().close();
        }
    }

    @Test
    void givesUpWhenAllTakesTooLong() {
        RequestLimits limits = limits().withParallelism(1).withPatience(Duration.ofMillis(200));
        try (var server = new SilentEndpoint();
                var model = model(server.endpoint.config().withLimits(limits))) {
            DbException failure = failure(model);
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("gave no vectors within 200 ms.");
            assertThat(failure(model)).as("no thread hangs").hasMessageContaining("200 ms.");
        }
    }
}
