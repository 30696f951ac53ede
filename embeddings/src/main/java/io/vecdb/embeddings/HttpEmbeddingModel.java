package io.vecdb.embeddings;

import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.ErrorCode;
import io.vecdb.embeddings.EmbeddingEndpoint.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// A model behind an HTTP endpoint that speaks OpenAI's embeddings API: OpenAI itself, Ollama,
/// vLLM, llama.cpp, Text Embeddings Inference and others.
///
/// Texts go out in batches, a few at once; `POST {base}/embeddings` with `{"model": …, "input":
/// [text, …], "encoding_format": "float"}`. Requests that fail in a way that may pass (429, 5xx, no
/// connection, no answer in time) are sent again, after the time that `Retry-After` asks for, or
/// else after growing, partly random times. When one batch fails for good, so does the call; what
/// the other batches returned is dropped.
///
/// Thread-safe. A call blocks for as long as [RequestLimits#patience()] says at worst.
public final class HttpEmbeddingModel implements EmbeddingModel {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEmbeddingModel.class);
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final HttpEmbeddingConfig config;
    private final RetryPolicy retries;
    private final RoundRobinPool pool;
    private final EmbeddingEndpoint endpoint;
    private final EmbeddingAnswer answers;

    /// The dimension told or seen first, or [HttpEmbeddingConfig#UNKNOWN_DIMENSION].
    private final AtomicInteger dimension;

    /// A model at an endpoint. Nothing is sent yet.
    public HttpEmbeddingModel(HttpEmbeddingConfig config) {
        this(
                config,
                new RetryPolicy(
                        InstantSource.system(),
                        () -> ThreadLocalRandom.current().nextDouble(),
                        Thread::sleep));
    }

    /// For tests: another clock.
    HttpEmbeddingModel(HttpEmbeddingConfig config, RetryPolicy retries) {
        this.config = config;
        this.retries = retries;
        this.pool =
                new RoundRobinPool(
                        "embedding model '" + config.model() + "'", config.limits().parallelism());
        this.endpoint = new EmbeddingEndpoint(config);
        this.answers = new EmbeddingAnswer(endpoint::unusable);
        this.dimension = new AtomicInteger(config.dimension());
        if (sendsKeyInTheClear(config)) {
            LOG.warn(
                    "The API key goes to {} over http, readable for everyone on the way; use"
                            + " https.",
                    config.baseUrl().getHost());
        }
    }

    private static boolean sendsKeyInTheClear(HttpEmbeddingConfig config) {
        return !config.apiKey().isNone()
                && "http".equalsIgnoreCase(config.baseUrl().getScheme())
                && !LOOPBACK.matcher(config.baseUrl().getHost()).matches();
    }

    @Override
    public String name() {
        return config.model();
    }

    /// The number of dimensions that the configuration or the first answer told. If neither did
    /// yet, asks the endpoint for a vector first.
    ///
    /// @throws DbException as [#embed]
    @Override
    public int dimension() {
        if (dimension.get() == HttpEmbeddingConfig.UNKNOWN_DIMENSION) {
            embed(List.of("How many dimensions?"));
        }
        return dimension.get();
    }

    /// {@inheritDoc}
    ///
    /// @throws DbException INVALID_ARGUMENT if a text is blank or the endpoint refuses the request,
    ///   LIMIT_EXCEEDED if a text has more than 100,000 characters, UNAUTHENTICATED if it refuses
    ///   the key, NOT_FOUND if it does not know the model, UNAVAILABLE if it cannot be reached,
    ///   stays overloaded or answers nonsense, or the thread is interrupted, whose flag stays set;
    ///   CLOSED after [#close()]
    @Override
    public List<float[]> embed(List<String> texts) {
        List<String> checked = Texts.checked(texts);
        int batchSize = config.limits().batchSize();
        int batches = Math.ceilDiv(checked.size(), batchSize);
        float[][] vectors = new float[checked.size()][];
        pool.run(
                batches,
                patience(batches),
                number -> {
                    int from = number * batchSize;
                    int to = Math.min(checked.size(), from + batchSize);
                    float[][] batch = embedBatch(checked.subList(from, to));
                    System.arraycopy(batch, 0, vectors, from, batch.length);
                });
        return List.of(vectors);
    }

    private RoundRobinPool.Patience patience(int batches) {
        Duration longest =
                config.limits()
                        .patience()
                        .multipliedBy(Math.ceilDiv(batches, config.limits().parallelism()));
        return new RoundRobinPool.Patience(
                longest,
                () -> endpoint.unavailable("gave no vectors within " + longest.toMillis() + " ms"));
    }

    private float[][] embedBatch(List<String> texts) throws InterruptedException {
        for (int failures = 0; ; ) {
            switch (endpoint.post(texts)) {
                case Reply.Answer(byte[] json) -> {
                    float[][] vectors = answers.vectors(json, texts.size());
                    checkDimension(vectors[0].length);
                    return vectors;
                }
                case Reply.MayPass(DbException error, Optional<String> retryAfter) -> {
                    failures++;
                    Duration wait = wait(error, retryAfter, failures);
                    LOG.warn("{} Trying again in {} ms.", error.getMessage(), wait.toMillis());
                    retries.pause().pause(wait);
                }
            }
        }
    }

    /// How long to wait until the next attempt.
    ///
    /// @throws DbException the failure itself if there is to be none
    private Duration wait(DbException error, Optional<String> retryAfter, int failures) {
        if (failures > config.limits().retries()) {
            throw error;
        }
        Duration wait =
                retryAfter.flatMap(retries::asked).orElseGet(() -> retries.backOff(failures));
        if (wait.compareTo(RetryPolicy.ASKED_MAX) > 0) {
            throw new DbException(
                    ErrorCode.UNAVAILABLE,
                    error.getMessage()
                            + " It asks to be left alone for "
                            + wait.toSeconds()
                            + " s.");
        }
        return wait;
    }

    private void checkDimension(int given) {
        dimension.compareAndSet(HttpEmbeddingConfig.UNKNOWN_DIMENSION, given);
        int expected = dimension.get();
        if (given != expected) {
            throw endpoint.unusable(
                    "has vectors of %d dimensions, but model '%s' was to have %d"
                            .formatted(given, config.model(), expected));
        }
    }

    /// Gives up requests under way; calls that wait for them fail with CLOSED. A second call does
    /// nothing.
    @Override
    public void close() {
        pool.close();
        endpoint.close();
    }
}
