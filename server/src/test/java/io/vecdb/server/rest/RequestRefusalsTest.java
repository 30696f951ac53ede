package io.vecdb.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.vecdb.server.RestClient;
import io.vecdb.server.TestServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.net.http.HttpRequest;
import java.util.regex.Pattern;

/// Requests that no route takes, or whose body is no JSON object; and what is told of failures.
class RequestRefusalsTest {
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
                    { | 400 | Not valid JSON at line 1, column
                    {'points': [1,]} | 400 | Not valid JSON at line 1, column
                    {'points': NaN} | 400 | Not valid JSON at line 1, column
                    {'points': [1], 'points': [2]} | 400 | Duplicate field 'points'
                    {'points': [1]} {} | 400 | text after the end
                    nonsense | 400 | Not valid JSON
                    'text' | 400 | expected a JSON object as the body, not "text".
                    null | 400 | expected a JSON object as the body, not null.
                    """)
    void refusesWhatIsNoJsonObject(String body, int status, String message) {
        var reply = client().call("POST", POINTS + "/delete", body);

        refused(reply, status, message);
        assertThat(reply.error())
                .as("no advice for programmers of this server")
                .doesNotContain("enable")
                .doesNotContain("Feature")
                .doesNotContain("com.fasterxml")
                .doesNotContain("`");
    }

    @Test
    void refusesJsonThatIsTooDeepTooLongOrNotUtf8() {
        String deep = "[".repeat(200) + "]".repeat(200);
        refused(client().callExactly("POST", POINTS + "/count", deep), 400, "nesting depth");
        String number = "{\"points\": [" + "9".repeat(500) + "]}";
        refused(client().callExactly("POST", POINTS + "/delete", number), 400, "umber");
        String text = "{\"points\": [\"" + "x".repeat(1_100_000) + "\"]}";
        refused(client().callExactly("POST", POINTS + "/delete", text), 400, "tring");
        String id = "{\"points\": [\"" + "x".repeat(600) + "\"]}";
        refused(client().callExactly("POST", POINTS + "/delete", id), 413, "512 UTF-8 bytes");
        var latin =
                client().send(
                                client().request(POINTS + "/delete")
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofByteArray(
                                                        new byte[] {
                                                            '{',
                                                            '"',
                                                            (byte) 0xe4,
                                                            '"',
                                                            ':',
                                                            '1',
                                                            '}'
                                                        })));
        refused(latin, 400, "Not valid JSON");
    }

    @Test
    void refusesARequestWithoutABody() {
        refused(client().call("POST", POINTS + "/count"), 400, "no body");
    }

    @Test
    void refusesABodyThatDoesNotSayThatItIsJson() {
        var body = HttpRequest.BodyPublishers.ofString("{}");
        refused(
                client().send(client().request(POINTS + "/count").POST(body)),
                415,
                "Content-Type: application/json");
        refused(
                client().send(
                                client().request(POINTS + "/count")
                                        .header("Content-Type", "text/plain")
                                        .POST(body)),
                415,
                "Content-Type: application/json");
        var withCharset =
                client().send(
                                client().request(POINTS + "/count")
                                        .header("Content-Type", "application/json; charset=utf-8")
                                        .POST(body));
        assertThat(withCharset.status()).isEqualTo(200);
    }

    @Test
    void refusesUnknownCollectionsOnEveryRouteThatNamesOne() {
        for (RestRoute route : Routes.all()) {
            if (!route.path().startsWith("/collections/{collection}")) {
                continue;
            }
            String path =
                    route.path()
                            .replace("{collection}", "no-such")
                            .replace("{id}", "1")
                            .replace("{field}", "f");
            var reply =
                    route.method().name().equals("GET") || route.method().name().equals("DELETE")
                            ? client().call(route.method().name(), path)
                            : client().call(route.method().name(), path, "{'vectors': 1}");
            int expected =
                    switch (route.method().name() + " " + route.path()) {
                        case "GET /collections/{collection}/exists",
                                "DELETE /collections/{collection}" ->
                                200;
                        case "PUT /collections/{collection}" -> 400;
                        default -> 404;
                    };
            boolean unsupported =
                    reply.status() == 501 && reply.error().contains("does not support");
            assertThat(unsupported ? expected : reply.status())
                    .as("%s %s: %s", route.method(), path, reply)
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesUnknownRoutesAndMethods() {
        refused(client().call("GET", "/no/such"), 404, "There is no route GET /no/such");
        refused(client().call("GET", "/collections/"), 404, "no route");
        var wrong = client().call("PATCH", POINTS, "{}");
        refused(wrong, 405, "this path takes POST, PUT");
        assertThat(wrong.header("allow")).isEqualTo("POST, PUT");
        refused(client().call("POST", "/healthz", "{}"), 405, "no route");
        refused(client().call("PATCH", "/collections/c", "{}"), 501, "settings");
        refused(client().call("POST", POINTS + "/recommend", "{}"), 501, "recommendation");
    }

    @Test
    void tellsNothingOfAFailureButTheNumberUnderWhichTheLogHasIt() {
        var logger = (Logger) LoggerFactory.getLogger(HttpErrors.class);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        logger.addAppender(log);
        RestClient.Reply reply;
        try {
            reply =
                    client().call(
                                    "POST",
                                    POINTS + "/query",
                                    "{'query': {'text': 'fail', 'model': 'words'}}");
        } finally {
            logger.detachAppender(log);
        }

        assertThat(reply.status()).isEqualTo(500);
        var number = Pattern.compile("incident ([0-9a-f]{8})\\.").matcher(reply.error());
        assertThat(number.find()).as("%s", reply).isTrue();
        assertThat(reply.http().body()).doesNotContain("secret").doesNotContain("Exception");
        assertThat(log.list).hasSize(1);
        assertThat(log.list.getFirst().getFormattedMessage()).contains(number.group(1));
        assertThat(log.list.getFirst().getThrowableProxy().getMessage())
                .isEqualTo("a secret detail");
    }

    private static void refused(RestClient.Reply reply, int status, String message) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        assertThat(reply.error()).contains(message);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().path("time").isNumber()).isTrue();
        assertThat(reply.json().has("result")).isFalse();
    }
}
