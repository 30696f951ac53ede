package io.vecdb.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Calls a server as any client would, over real HTTP. Reads answers with a mapper of its own, so
/// that the server's JSON is not judged by itself.
public final class RestClient {
    private static final JsonMapper MAPPER = new JsonMapper();

    /// One for all tests: closing one takes seconds.
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    private final String base;

    /// @param port the server's port on this machine
    public RestClient(int port) {
        base = "http://127.0.0.1:" + port;
    }

    /// An answer.
    ///
    /// @param http status, headers and text
    public record Reply(HttpResponse<String> http) {
        /// The status code.
        public int status() {
            return http.statusCode();
        }

        /// The whole body.
        public JsonNode json() {
            try {
                return MAPPER.readTree(http.body());
            } catch (IOException e) {
                throw new AssertionError("Not JSON: " + http.body(), e);
            }
        }

        /// What stands under `result`.
        public JsonNode result() {
            return json().path("result");
        }

        /// The message of an error; empty if it is none.
        public String error() {
            return json().path("status").path("error").asText();
        }

        /// A header's value; empty if it is not there.
        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return http.statusCode() + " " + http.body();
        }
    }

    /// Sends a request without a body.
    public Reply call(String method, String path) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /// Sends a request with a JSON body, in which `'` stands for `"`.
    public Reply call(String method, String path, String json) {
        return callExactly(method, path, json.replace('\'', '"'));
    }

    /// Sends a request with this very body, as JSON.
    public Reply callExactly(String method, String path, String body) {
        return send(withBody(method, path, body));
    }

    /// As [#call(String, String, String)], without waiting for the answer.
    public CompletableFuture<Reply> start(String method, String path, String json) {
        return HTTP.sendAsync(
                        withBody(method, path, json.replace('\'', '"')).build(),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(Reply::new);
    }

    /// A request to be made up further.
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    }

    private HttpRequest.Builder withBody(String method, String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    /// Sends a request.
    public Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError("No answer to " + request.build(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Parses an expectation, in which `'` stands for `"`.
    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
