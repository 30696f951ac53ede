package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.embeddings.FakeEndpoint.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

@Timeout(60)
class HttpEmbeddingModelTest {
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

    @Test
    void returnsVectorsInTheOrderOfTheTextsOverAllBatches() {
        List<String> texts = IntStream.range(0, 23).mapToObj(i -> "x".repeat(i + 1)).toList();
        try (var endpoint = new FakeEndpoint((request, _) -> Response.vectorsOf(request));
                var model = model(endpoint.config().withLimits(limits().withBatchSize(5)))) {
            List<float[]> vectors = model.embed(texts);
            assertThat(vectors).hasSize(23);
            for (int i = 0; i < 23; i++) {
                assertThat(vectors.get(i)).containsExactly(i + 1, 'x' + 0.5f);
            }
            assertThat(endpoint.requests())
                    .extracting(request -> request.texts().size())
                    .containsExactlyInAnyOrder(5, 5, 5, 5, 3);
        }
    }

    @Test
    void hasAsManyRequestsUnderWayAsAllowed() {
        var pair = new CyclicBarrier(2);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        FakeEndpoint.Script inPairs =
                (request, _) -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    try {
                        pair.await();
                    } catch (BrokenBarrierException e) {
                        throw new IllegalStateException(e);
                    }
                    underWay.decrementAndGet();
                    return Response.vectorsOf(request);
                };
        try (var endpoint = new FakeEndpoint(inPairs);
                var model =
                        model(
                                endpoint.config()
                                        .withLimits(
                                                limits().withBatchSize(1).withParallelism(2)))) {
            assertThat(model.embed(List.of("a", "b", "c", "d", "e", "f"))).hasSize(6);
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void takesTheDimensionFromTheFirstAnswer() {
        try (var endpoint = new FakeEndpoint((request, _) -> Response.vectorsOf(request));
                var model = model(endpoint.config())) {
            assertThat(model.name()).isEqualTo("m");
            assertThat(model.dimension()).isEqualTo(2);
            assertThat(model.dimension()).isEqualTo(2);
            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    @Test
    void asksNothingForAKnownDimension() {
        try (var endpoint = new FakeEndpoint((request, _) -> Response.vectorsOf(request));
                var model = model(endpoint.config().withDimension(2))) {
            assertThat(model.dimension()).isEqualTo(2);
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void refusesAnotherDimensionThanTheKnownOne() {
        try (var endpoint = new FakeEndpoint((request, _) -> Response.vectorsOf(request))) {
            DbException failure = failure(endpoint.config().withDimension(384));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure)
                    .hasMessageContaining("vectors of 2 dimensions, but model 'm' was to have 384");
        }
    }

    @Test
    void refusesBlankTextBeforeItAsks() {
        try (var endpoint = new FakeEndpoint((request, _) -> Response.vectorsOf(request));
                var model = model(endpoint.config())) {
            var failure =
                    catchThrowableOfType(
                            DbException.class, () -> model.embed(List.of("a", "b", " ")));
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(failure).hasMessageContaining("Text 3 of 3");
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>                                                    | is not JSON",
                "{\"data\": [{\"embedding\": [NaN]}, {\"embedding\": [1]}]} | is not JSON",
                "{\"data\": [{\"embedding\": [1]}]}                     | has 1 vectors for 2"
                        + " texts",
            })
    void refusesAnAnswerThatIsOfNoUse(String body, String words) {
        try (var endpoint = new FakeEndpoint((_, _) -> Response.of(200, body))) {
            DbException failure = failure(endpoint.config());
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure)
                    .hasMessageStartingWith(
                            "The answer of embedding endpoint "
                                    + endpoint.url()
                                    + "/v1/embeddings ")
                    .hasMessageContaining(words);
            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    @Test
    void oneFailedBatchFailsTheCall() {
        FakeEndpoint.Script refusesC =
                (request, _) ->
                        request.texts().contains("c")
                                ? Response.of(400, "no c")
                                : Response.vectorsOf(request);
        try (var endpoint = new FakeEndpoint(refusesC);
                var model = model(endpoint.config().withLimits(limits().withBatchSize(1)))) {
            assertThatThrownBy(() -> model.embed(List.of("a", "b", "c", "d")))
                    .hasMessageContaining("HTTP 400: no c");
        }
    }

    @Test
    void anInterruptEndsTheCallAndTheRequest() throws InterruptedException {
        try (var server = new SilentEndpoint();
                var model = model(server.endpoint.config())) {
            var failure = new AtomicReference<DbException>();
            var flag = new AtomicBoolean();
            var caller =
                    new Thread(() -> {
                        failure.set(failure(model));
                        flag.set(Thread.currentThread().isInterrupted());
                    });
            caller.start();
            server.asked.await();
            caller.interrupt();
            caller.join();
            assertThat(failure.get().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.get()).hasMessageContaining("interrupted");
            assertThat(flag).isTrue();
        }
    }

    @Test
    void closeEndsWaitingCallsAndRefusesNewOnes() throws InterruptedException {
        try (var server = new SilentEndpoint()) {
            var model = model(server.endpoint.config());
            var failure = new AtomicReference<DbException>();
            var caller = new Thread(() -> failure.set(failure(model)));
            caller.start();
            server.asked.await();
            model.close();
            model.close();
            caller.join();
            assertThat(failure.get().code()).isEqualTo(ErrorCode.CLOSED);
            assertThat(failure(model)).hasMessage("The embedding model 'm' was closed.");
            assertThatThrownBy(model::dimension).hasMessage("The embedding model 'm' was closed.");
        }
    }
}
