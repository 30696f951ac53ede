package io.vecdb.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;

/// Whose requests a server on loopback takes, by the names that they say in `Host` and `Origin`.
class LoopbackGuardTest {
    @RegisterExtension static final TestServer SERVER = new TestServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:6334",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "localhost.evil.example:80",
                "192.0.2.1:6334",
                "x@localhost",
                ""
            })
    void refusesRequestsThatWereMeantForAnotherHost(String host) throws IOException {
        SERVER.client().call("PUT", "/collections/kept", "{}");

        for (int port : ports()) {
            for (String request :
                    new String[] {
                        "GET /collections", "DELETE /collections/kept", "GET /metrics", "GET /livez"
                    }) {
                assertThat(answer(port, request, "Host: " + host))
                        .as(request)
                        .startsWith("HTTP/1.1 403")
                        .doesNotContain("kept");
            }
        }
        assertThat(SERVER.database().hasCollection("kept")).isTrue();
    }

    @Test
    void saysWhyAsJson() throws IOException {
        assertThat(answer(SERVER.server().httpPort(), "GET /collections", "Host: evil.example"))
                .startsWith("HTTP/1.1 403 Forbidden")
                .contains("application/json")
                .contains("{\"status\":{\"error\":\"This server is for its own machine")
                .contains("'Host'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:6334",
                "127.0.0.1:6334",
                "127.1.2.3",
                "[::1]",
                "[::1]:6334"
            })
    void takesRequestsThatWereMeantForThisMachine(String host) throws IOException {
        for (int port : ports()) {
            assertThat(answer(port, "GET /metrics", "Host: " + host)).startsWith("HTTP/1.1 200 OK");
            assertThat(answer(port, "GET /metrics", "Host: " + host, "Origin: http://" + host))
                    .startsWith("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://evil.example:6334",
                "http://localhost.evil.example",
                "http://evil.example/localhost",
                "null",
                "localhost"
            })
    void refusesPagesOfOtherSites(String origin) throws IOException {
        for (int port : ports()) {
            assertThat(answer(port, "GET /metrics", "Host: localhost:" + port, "Origin: " + origin))
                    .startsWith("HTTP/1.1 403 Forbidden")
                    .contains("other sites")
                    .doesNotContainIgnoringCase("access-control-allow");
        }
    }

    @Test
    void allowsNoOtherSiteToAskWhetherItMayCall() {
        var preflight =
                SERVER.client()
                        .send(
                                SERVER.client()
                                        .request("/collections/c/points")
                                        .header("Origin", "http://example.com")
                                        .header("Access-Control-Request-Method", "PUT")
                                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("access-control-allow-origin")).isEmpty();
    }

    private static int[] ports() {
        VecDbServer server = SERVER.server();
        return new int[] {server.httpPort(), server.grpcPort(), server.metricsPort()};
    }

    private static String answer(int port, String request, String... headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return RawHttp.answer(socket, request, headers);
        }
    }
}
