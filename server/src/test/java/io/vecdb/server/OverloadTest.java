package io.vecdb.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Database;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.Filter;
import io.vecdb.server.rest.RequestLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// More, larger and longer requests than the server takes on.
class OverloadTest {
    private static final String POINTS = "/collections/c/points";
    private static final String WAITING_QUERY = "{'query': {'text': 'wait'}}";

    private final WordsModel model = new WordsModel();
    private Database database;

    @BeforeEach
    void open(@TempDir Path folder) {
        database =
                VecDb.open(folder, DatabaseOptions.DEFAULT.withModels(EmbeddingModels.of(model)));
    }

    @AfterEach
    void close() {
        model.release();
        database.close();
    }

    private VecDbServer start(RequestLimits limits) {
        var server =
                VecDbServer.start(
                        database, ServerConfig.DEFAULT.withPorts(0, 0, 0).withLimits(limits));
        new RestClient(server.httpPort())
                .call(
                        "PUT",
                        "/collections/c",
                        "{'vectors': {'size': 64, 'distance': 'Cosine', 'model': 'words'}}");
        return server;
    }

    @Test
    void refusesRequestsBeyondWorkersAndQueueWith429() throws InterruptedException {
        try (var server = start(RequestLimits.DEFAULT.withWorkers(1, 1))) {
            var client = new RestClient(server.httpPort());
            BlockingQueue<RestClient.Reply> answered = new LinkedBlockingQueue<>();
            List<CompletableFuture<?>> all = new ArrayList<>();
            all.add(
                    client.start("POST", POINTS + "/query", WAITING_QUERY)
                            .thenAccept(answered::add));
            model.awaitWaiting(1);
            // The only thread for text is busy: of these one can wait, two cannot.
            for (int i = 0; i < 3; i++) {
                all.add(
                        client.start("POST", POINTS + "/query", "{'query': {'text': 'a'}}")
                                .thenAccept(answered::add));
            }
            for (int i = 0; i < 2; i++) {
                RestClient.Reply refused = answered.take();
                assertThat(refused.status()).as("%s", refused).isEqualTo(429);
                assertThat(refused.header("retry-after")).isEqualTo("1");
                assertThat(refused.error()).contains("try again");
            }
            String metrics = client.call("GET", "/metrics").http().body();
            assertThat(metrics).contains("vecdb_workers_busy 1.0", "vecdb_requests_waiting 1.0");

            model.release();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            assertThat(answered).hasSize(2).allMatch(reply -> reply.status() == 200);
        }
    }

    @Test
    void answersRequestsWithoutTextWhileAModelDoesNotAnswer() throws InterruptedException {
        try (var server = start(RequestLimits.DEFAULT.withWorkers(4, 20))) {
            var client = new RestClient(server.httpPort());
            List<CompletableFuture<RestClient.Reply>> texts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                texts.add(client.start("POST", POINTS + "/query", WAITING_QUERY));
                texts.add(
                        client.start(
                                "POST",
                                POINTS + "/batch",
                                "{'operations': [{'upsert': {'points': [{'id': 1, 'vector':"
                                        + " {'text': 'wait'}}]}}]}"));
            }
            model.awaitWaiting(2);

            for (int i = 0; i < 10; i++) {
                assertThat(client.call("GET", "/collections").status()).isEqualTo(200);
                assertThat(client.call("POST", POINTS + "/count", "{}").status()).isEqualTo(200);
            }
            assertThat(texts).noneMatch(CompletableFuture::isDone);
            model.release();
            assertThat(texts).allMatch(text -> text.join().status() == 200);
        }
    }

    @Test
    void answers408InTimeAndDoesNotStartWhatNobodyWaitsFor() throws InterruptedException {
        var limits = RequestLimits.DEFAULT.withWorkers(1, 10).withTimeout(Duration.ofSeconds(2));
        try (var server = start(limits)) {
            var client = new RestClient(server.httpPort());
            var working = client.start("POST", POINTS + "/query", WAITING_QUERY);
            model.awaitWaiting(1);
            var queued =
                    client.start("PUT", POINTS, "{'points': [{'id': 1, 'vector': {'text': 'a'}}]}");

            for (RestClient.Reply late : List.of(working.join(), queued.join())) {
                assertThat(late.status()).as("%s", late).isEqualTo(408);
                assertThat(late.error()).contains("2000 ms");
            }
            model.release();
            // Behind the queued write, on the same thread.
            RestClient.Reply query =
                    client.call("POST", POINTS + "/query", "{'query': {'text': 'a'}}");
            assertThat(query.status()).as("%s", query).isEqualTo(200);
            assertThat(database.collection("c").count(Filter.all())).isZero();
        }
    }

    @Test
    void refusesALargeBodyWith413HoweverItIsSent() {
        try (var server = start(RequestLimits.DEFAULT.withBytes(10_000, 100_000))) {
            var client = new RestClient(server.httpPort());
            String large = " ".repeat(10_001) + "{}";

            var announced = client.callExactly("POST", POINTS + "/count", large);
            byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
            var chunked =
                    client.send(
                            client.request(POINTS + "/count")
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofInputStream(
                                                    () -> new ByteArrayInputStream(bytes))));

            for (RestClient.Reply reply : List.of(announced, chunked)) {
                assertThat(reply.status()).as("%s", reply).isEqualTo(413);
                assertThat(reply.error()).contains("10000 bytes");
            }
            assertThat(
                            client.callExactly("POST", POINTS + "/count", " ".repeat(9_998) + "{}")
                                    .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesABodyOf33MegabytesAndTakesOneOf31() {
        try (var server = start(RequestLimits.DEFAULT)) {
            var client = new RestClient(server.httpPort());

            var large = client.callExactly("POST", POINTS + "/count", " ".repeat(33 << 20));
            assertThat(large.status()).as("%s", large).isEqualTo(413);
            var fits = client.callExactly("POST", POINTS + "/count", " ".repeat(31 << 20) + "{}");
            assertThat(fits.status()).as("%s", fits).isEqualTo(200);
        }
    }

    @Test
    void refusesBodiesBeyondTheMemoryForThemWith429() throws InterruptedException {
        try (var server = start(RequestLimits.DEFAULT.withBytes(10_000, 10_000))) {
            var client = new RestClient(server.httpPort());
            String padding = " ".repeat(8_000);
            var held = client.start("POST", POINTS + "/query", padding + WAITING_QUERY);
            model.awaitWaiting(1);

            var refused = client.call("POST", POINTS + "/count", padding + "{}");
            assertThat(refused.status()).as("%s", refused).isEqualTo(429);
            assertThat(client.call("POST", POINTS + "/count", "{}").status()).isEqualTo(200);
            model.release();
            assertThat(held.join().status()).isEqualTo(200);

            var after = client.call("POST", POINTS + "/count", padding + "{}");
            assertThat(after.status()).as("%s", after).isEqualTo(200);
        }
    }

    @Test
    void countsABodyUntilTheWorkerIsDoneWithItThoughItsClientWasTold408()
            throws InterruptedException {
        var limits =
                RequestLimits.DEFAULT.withBytes(10_000, 10_000).withTimeout(Duration.ofSeconds(1));
        try (var server = start(limits)) {
            var client = new RestClient(server.httpPort());
            String padding = " ".repeat(8_000);
            var held = client.start("POST", POINTS + "/query", padding + WAITING_QUERY);
            model.awaitWaiting(1);
            assertThat(held.join().status()).isEqualTo(408);

            var refused = client.call("POST", POINTS + "/count", padding + "{}");
            assertThat(refused.status()).as("%s", refused).isEqualTo(429);

            model.release();
            int status = 429;
            for (int i = 0; i < 1_000 && status == 429; i++) {
                status = client.call("POST", POINTS + "/count", padding + "{}").status();
            }
            assertThat(status).isEqualTo(200);
        }
    }
}
