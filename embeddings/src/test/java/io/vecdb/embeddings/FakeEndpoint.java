package io.vecdb.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// An embeddings endpoint on this machine that answers as a test wants it to and remembers what it
/// was asked.
final class FakeEndpoint implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /// What came in.
    record Request(String method, String path, Headers headers, JsonNode body) {
        List<String> texts() {
            return StreamSupport.stream(body.path("input").spliterator(), false)
                    .map(JsonNode::textValue)
                    .toList();
        }
    }

    /// What goes out.
    record Response(int status, Map<String, String> headers, String body) {
        static Response of(int status, String body) {
            return new Response(status, Map.of(), body);
        }

        /// One vector a text, last text first: its length, and the code of its first letter.
        static Response vectorsOf(Request request) {
            List<String> texts = request.texts();
            return of(
                    200,
                    IntStream.iterate(texts.size() - 1, i -> i >= 0, i -> i - 1)
                            .mapToObj(i ->
                                    "{\"index\": %d, \"embedding\": [%d, %d.5]}"
                                            .formatted(
                                                    i,
                                                    texts.get(i).length(),
                                                    (int) texts.get(i).charAt(0)))
                            .collect(Collectors.joining(", ", "{\"data\": [", "]}")));
        }
    }

    /// Answers the request of a number, counted from 1. Called by several threads at once.
    interface Script {
        Response answer(Request request, int number) throws InterruptedException;
    }

    FakeEndpoint(Script script) {
        this(0, script);
    }

    FakeEndpoint(int port, Script script) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, script));
        server.start();
    }

    private void answer(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            var request =
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders(),
                            JSON.readTree(exchange.getRequestBody()));
            int number;
            synchronized (requests) {
                requests.add(request);
                number = requests.size();
            }
            Response response = script.answer(request, number);
            response.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// A configuration for this endpoint and a model called `m`.
    HttpEmbeddingConfig config() {
        return HttpEmbeddingConfig.of(url(), "m");
    }

    List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
