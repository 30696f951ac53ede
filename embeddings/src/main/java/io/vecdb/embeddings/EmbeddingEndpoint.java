package io.vecdb.embeddings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

/// Sends one request to an endpoint and says what came of it: the answer's text, a failure that may
/// pass, or a [DbException] for one that will not. The key goes to this endpoint only: redirects
/// are not followed. Thread-safe.
final class EmbeddingEndpoint implements AutoCloseable {
    /// Longest answer that is read. A number takes up to 25 bytes: 2,048 texts of 1,024 dimensions
    /// fit, as do the default 32 of 65,536.
    private static final int ANSWER_BYTES_MAX = 64 << 20;

    private static final int REFUSAL_BYTES_MAX = 64 << 10;
    private static final int REASON_CHARS_MAX = 300;
    private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpEmbeddingConfig config;
    private final int answerBytesMax;
    private final URI url;
    private final HttpClient client;

    EmbeddingEndpoint(HttpEmbeddingConfig config) {
        this(config, ANSWER_BYTES_MAX);
    }

    /// For tests: with another bound on the answer.
    EmbeddingEndpoint(HttpEmbeddingConfig config, int answerBytesMax) {
        this.config = config;
        this.answerBytesMax = answerBytesMax;
        this.url = config.endpoint();
        Duration timeout = config.limits().timeout();
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(
                                timeout.compareTo(CONNECT_TIMEOUT_MAX) < 0
                                        ? timeout
                                        : CONNECT_TIMEOUT_MAX)
                        .build();
    }

    /// What came of a request that was not refused for good.
    sealed interface Reply {
        /// The endpoint's answer to the request.
        ///
        /// @param json its text, unchecked
        @SuppressWarnings("ArrayRecordComponent") // Made once, read once.
        record Answer(byte[] json) implements Reply {}

        /// A failure that may be over when the request is sent again.
        ///
        /// @param error what to throw if it is not
        /// @param retryAfter the header of that name
        record MayPass(DbException error, Optional<String> retryAfter) implements Reply {}
    }

    /// Asks for the texts' vectors and waits, at most as long as the configuration says.
    ///
    /// @throws DbException UNAUTHENTICATED, NOT_FOUND, INVALID_ARGUMENT or UNAVAILABLE if sending
    ///   the request again would not help
    /// @throws InterruptedException if the thread is interrupted; the request is given up
    Reply post(List<String> texts) throws InterruptedException {
        CompletableFuture<HttpResponse<BoundedBody.Bytes>> sent =
                client.sendAsync(
                        request(texts),
                        head ->
                                new BoundedBody(
                                        isSuccess(head.statusCode())
                                                ? answerBytesMax
                                                : REFUSAL_BYTES_MAX));
        Duration timeout = config.limits().timeout();
        try {
            return reply(sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return mayPass("did not answer within " + timeout.toMillis() + " ms.");
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case SSLException failure ->
                        throw new DbException(
                                ErrorCode.UNAVAILABLE,
                                sentence("cannot be trusted: " + reason(failure)),
                                failure);
                case IOException failure -> mayPass("cannot be reached: " + reason(failure));
                case null, default -> throw new IllegalStateException(e);
            };
        } finally {
            // Ends the exchange if this thread no longer waits for it.
            sent.cancel(true);
        }
    }

    private HttpRequest request(List<String> texts) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", config.model());
        texts.forEach(body.putArray("input")::add);
        body.put("encoding_format", "float");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()));
        if (!config.apiKey().isNone()) {
            request.header("Authorization", config.apiKey().authorization());
        }
        return request.build();
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private Reply reply(HttpResponse<BoundedBody.Bytes> response) {
        int status = response.statusCode();
        BoundedBody.Bytes body = response.body();
        if (isSuccess(status)) {
            if (!body.whole()) {
                throw unusable(
                        "is longer than "
                                + answerBytesMax
                                + " bytes; ask for fewer texts"
                                + " at once (batchSize "
                                + config.limits().batchSize()
                                + ")");
            }
            return new Reply.Answer(body.content());
        }
        String said = "HTTP " + status + ": " + reason(body.content());
        if (status == 429 || status >= 500) {
            DbException error =
                    new DbException(
                            ErrorCode.UNAVAILABLE, sentence("is overloaded or failed, " + said));
            return new Reply.MayPass(error, response.headers().firstValue("Retry-After"));
        }
        throw refusal(response, said);
    }

    private DbException refusal(HttpResponse<?> response, String said) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            return new DbException(
                    ErrorCode.UNAUTHENTICATED,
                    sentence(
                            config.apiKey().isNone()
                                    ? "wants an API key; set EMBEDDING_API_KEY. " + said
                                    : "refused the API key; set EMBEDDING_API_KEY to one that may"
                                            + " use model '"
                                            + config.model()
                                            + "'. "
                                            + said));
        }
        if (status == 404) {
            return new DbException(
                    ErrorCode.NOT_FOUND,
                    sentence(
                            "does not know model '"
                                    + config.model()
                                    + "', or the base URL is wrong. "
                                    + said));
        }
        if (status >= 300 && status < 400) {
            return DbException.invalid(
                    sentence(
                            "redirects to "
                                    + response.headers().firstValue("Location").orElse("nowhere")
                                    + "; the key is not sent on, set the base URL to the final"
                                    + " address. HTTP "
                                    + status));
        }
        return DbException.invalid(sentence("refused the request, " + said));
    }

    private Reply mayPass(String what) {
        return new Reply.MayPass(unavailable(what), Optional.empty());
    }

    /// The failure for an endpoint that does not answer, or not in time.
    ///
    /// @param what a predicate, such as `cannot be reached`
    DbException unavailable(String what) {
        return new DbException(ErrorCode.UNAVAILABLE, sentence(what));
    }

    /// The failure for an answer that came but is of no use.
    ///
    /// @param what a predicate, such as `is not JSON`
    DbException unusable(String what) {
        return new DbException(
                ErrorCode.UNAVAILABLE,
                "The answer of embedding endpoint " + url + " " + what + ".");
    }

    private String sentence(String what) {
        String text = config.apiKey().hiddenIn("Embedding endpoint " + url + " " + what);
        return text.endsWith(".") || text.endsWith("…") ? text : text + ".";
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /// What the endpoint says is wrong, in one line: the message of an error in OpenAI's form or
    /// the like, else the body itself.
    private static String reason(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            JsonNode json = JSON.readTree(body);
            for (String path : List.of("/error/message", "/error", "/message", "/detail")) {
                if (json.at(path).isTextual()) {
                    text = json.at(path).textValue();
                    break;
                }
            }
        } catch (JacksonException _) {
            // Not JSON: a proxy's page, say. Its beginning has to do.
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.isEmpty()) {
            return "(no reason given)";
        }
        return line.length() > REASON_CHARS_MAX ? line.substring(0, REASON_CHARS_MAX) + "…" : line;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
