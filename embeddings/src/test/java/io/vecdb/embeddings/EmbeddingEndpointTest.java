package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.embeddings.EmbeddingEndpoint.Reply;
import io.vecdb.embeddings.FakeEndpoint.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Timeout(60)
class EmbeddingEndpointTest {
    private static final List<String> TEXTS = List.of("dog", "über");

    private static Reply post(HttpEmbeddingConfig config) throws InterruptedException {
        try (var endpoint = new EmbeddingEndpoint(config)) {
            return endpoint.post(TEXTS);
        }
    }

    private static DbException refusal(HttpEmbeddingConfig config) {
        return catchThrowableOfType(DbException.class, () -> post(config));
    }

    private static DbException mayPass(HttpEmbeddingConfig config) throws InterruptedException {
        return ((Reply.MayPass) post(config)).error();
    }

    /// What fails where the network decides which side is heard first: an answer that is no TLS, or
    /// the connection's end.
    private static DbException eitherWay(HttpEmbeddingConfig config) throws InterruptedException {
        try {
            return mayPass(config);
        } catch (DbException refusal) {
            return refusal;
        }
    }

    @Test
    void sendsOneRequestInOpenAisForm() throws InterruptedException {
        try (var server = new FakeEndpoint((_, _) -> Response.of(200, "anything"))) {
            Reply reply = post(server.config().withApiKey(ApiKey.of("sk-1")));
            assertThat(((Reply.Answer) reply).json()).asString().isEqualTo("anything");
            assertThat(server.requests()).hasSize(1);
            FakeEndpoint.Request request = server.requests().getFirst();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/v1/embeddings");
            assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer sk-1");
            assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(request.body())
                    .hasToString(
                            "{\"model\":\"m\",\"input\":[\"dog\",\"über\"],"
                                    + "\"encoding_format\":\"float\"}");
        }
    }

    @Test
    void sendsNoCredentialsWithoutAKey() throws InterruptedException {
        try (var server = new FakeEndpoint((_, _) -> Response.of(200, "anything"))) {
            post(server.config());
            assertThat(server.requests().getFirst().headers()).doesNotContainKey("Authorization");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, refused the request",
        "401, UNAUTHENTICATED, wants an API key; set EMBEDDING_API_KEY",
        "403, UNAUTHENTICATED, wants an API key; set EMBEDDING_API_KEY",
        "404, NOT_FOUND, does not know model 'm'",
        "408, INVALID_ARGUMENT, refused the request",
        "413, INVALID_ARGUMENT, refused the request",
        "422, INVALID_ARGUMENT, refused the request",
    })
    void saysWhyItIsRefused(int status, ErrorCode code, String words) {
        String body = "{\"error\": {\"message\": \"line 1\\nline 2\"}}";
        try (var server = new FakeEndpoint((_, _) -> Response.of(status, body))) {
            DbException refusal = refusal(server.config());
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal)
                    .hasMessageStartingWith(
                            "Embedding endpoint " + server.url() + "/v1/embeddings " + words)
                    .hasMessageEndingWith("HTTP " + status + ": line 1 line 2.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void whatMayPassComesWithTheTimeToWait(int status) throws InterruptedException {
        try (var server =
                new FakeEndpoint(
                        (_, _) -> new Response(status, Map.of("Retry-After", "7"), "busy"))) {
            Reply.MayPass reply = (Reply.MayPass) post(server.config());
            assertThat(reply.error().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(reply.error()).hasMessageEndingWith("HTTP " + status + ": busy.");
            assertThat(reply.retryAfter()).isEqualTo(Optional.of("7"));
        }
    }

    @Test
    void saysWhichModelAKeyMayNotUse() {
        try (var server = new FakeEndpoint((_, _) -> Response.of(403, ""))) {
            assertThat(refusal(server.config().withApiKey(ApiKey.of("sk"))))
                    .hasMessageContaining("set EMBEDDING_API_KEY to one that may use model 'm'")
                    .hasMessageContaining("(no reason given)");
        }
    }

    @Test
    void neverShowsTheKeyThatTheServerRepeats() throws InterruptedException {
        FakeEndpoint.Script repeats =
                (request, number) ->
                        Response.of(
                                List.of(401, 400, 503).get(number - 1),
                                "wrong " + request.headers().getFirst("Authorization"));
        try (var server = new FakeEndpoint(repeats)) {
            HttpEmbeddingConfig config = server.config().withApiKey(ApiKey.of("sk-secret"));
            for (DbException failure : List.of(refusal(config), refusal(config), mayPass(config))) {
                assertThat(failure).hasMessageContaining("wrong Bearer ***");
                assertThat(failure).hasNoCause();
                assertThat(failure.getMessage()).doesNotContain("sk-secret");
            }
        }
    }

    @Test
    void neverShowsTheKeyInARedirect() {
        try (var server =
                new FakeEndpoint(
                        (_, _) -> new Response(302, Map.of("Location", "/?key=sk-secret"), ""))) {
            assertThat(refusal(server.config().withApiKey(ApiKey.of("sk-secret"))))
                    .hasMessageContaining("redirects to /?key=***;");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void doesNotFollowARedirect(int status) {
        try (var other = new FakeEndpoint((_, _) -> Response.of(200, "anything"));
                var server =
                        new FakeEndpoint((_, _) ->
                                new Response(status, Map.of("Location", other.url()), ""))) {
            DbException refusal = refusal(server.config());
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(refusal).hasMessageContaining("redirects to " + other.url());
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void cutsTheReasonOfALongPage() {
        try (var server =
                new FakeEndpoint((_, _) -> Response.of(400, "<html>" + "x".repeat(100_000)))) {
            assertThat(refusal(server.config()).getMessage()).hasSizeLessThan(500).endsWith("x…");
        }
    }

    @Test
    void readsAnAnswerUpToItsBound() throws InterruptedException {
        try (var server =
                        new FakeEndpoint(
                                (_, number) -> Response.of(200, " ".repeat(99_999 + number)));
                var endpoint = new EmbeddingEndpoint(server.config(), 100_000)) {
            assertThat(((Reply.Answer) endpoint.post(TEXTS)).json()).hasSize(100_000);
            var refusal = catchThrowableOfType(DbException.class, () -> endpoint.post(TEXTS));
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refusal).hasMessageContaining("longer than 100000 bytes");
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException, InterruptedException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        DbException failure = mayPass(HttpEmbeddingConfig.of("http://127.0.0.1:" + port, "m"));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure)
                .hasMessageContaining("/v1/embeddings cannot be reached: ")
                .hasMessageEndingWith(".");
    }

    @Test
    void givesUpOnAServerThatSpeaksNoTls() throws IOException, InterruptedException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> sendHeadersOnly(socket));
            DbException failure =
                    eitherWay(
                            HttpEmbeddingConfig.of(
                                    "https://127.0.0.1:" + socket.getLocalPort(), "m"));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("/v1/embeddings cannot be ");
            server.join();
        }
    }

    @Test
    void countsTheTimeUntilTheAnswersLastByte() throws IOException, InterruptedException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> sendHeadersOnly(socket));
            var config = HttpEmbeddingConfig.of("http://127.0.0.1:" + socket.getLocalPort(), "m");
            var limits = RequestLimits.DEFAULT.withTimeout(Duration.ofMillis(200));
            assertThat(mayPass(config.withLimits(limits)))
                    .hasMessageContaining("did not answer within 200 ms");
            server.join();
        }
    }

    /// Returns when the client has closed the connection.
    private static void sendHeadersOnly(ServerSocket socket) {
        try (var connection = socket.accept()) {
            byte[] head =
                    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII);
            connection.getOutputStream().write(head);
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // The client reset the connection: as good an end as any.
        }
    }
}
