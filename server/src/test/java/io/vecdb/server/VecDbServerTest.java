package io.vecdb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.server.rest.RequestLimits;
import io.vecdb.server.rest.RestApi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// Starting, listening, stopping.
class VecDbServerTest {
    private static final ServerConfig FREE_PORTS = ServerConfig.DEFAULT.withPorts(0, 0, 0);

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

    @Test
    void listensOnThreePortsOfLoopback() {
        try (var server = VecDbServer.start(database, FREE_PORTS)) {
            assertThat(server.host()).isEqualTo("127.0.0.1");
            assertThat(List.of(server.httpPort(), server.grpcPort(), server.metricsPort()))
                    .doesNotHaveDuplicates()
                    .allMatch(port -> port > 0);
            for (int port : List.of(server.httpPort(), server.grpcPort())) {
                var client = new RestClient(port);
                assertThat(client.call("GET", "/collections").status()).isEqualTo(200);
                assertThat(client.call("GET", "/metrics").status()).isEqualTo(200);
            }
            var metrics = new RestClient(server.metricsPort());
            assertThat(metrics.call("GET", "/metrics").status()).isEqualTo(200);
            assertThat(metrics.call("GET", "/collections").status()).isEqualTo(404);
        }
    }

    @Test
    void saysWhatItIsAndThatItIsWell() {
        try (var server = VecDbServer.start(database, FREE_PORTS)) {
            var client = new RestClient(server.httpPort());

            var about = client.call("GET", "/");
            assertThat(about.json().path("title").asText()).contains("VecDB");
            assertThat(about.json().path("version").asText()).matches("1\\.18\\.[0-9]+");
            for (String path : List.of("/healthz", "/readyz", "/livez")) {
                var health = client.call("GET", path);
                assertThat(health.status()).isEqualTo(200);
                assertThat(health.http().body()).isNotBlank();
            }
            assertThat(about.header("server")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,--http-port", "1,--grpc-port", "2,--metrics-port"})
    void namesThePortThatIsTakenAndWhatToDo(int index, String flag) throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int[] ports = new int[3];
            ports[index] = other.getLocalPort();
            var config = FREE_PORTS.withPorts(ports[0], ports[1], ports[2]);

            assertThatThrownBy(() -> VecDbServer.start(database, config))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE))
                    .hasMessageContaining("Port " + other.getLocalPort() + " of 127.0.0.1")
                    .hasMessageContaining(flag);
        }
        assertThat(database.collections()).as("the database is not closed").isEmpty();
    }

    @Test
    void refusesAnAddressThatOthersCanReachUnlessInsecure() {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            var config = FREE_PORTS.withHost(host, false);
            assertThatThrownBy(() -> VecDbServer.start(database, config))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining(host)
                    .hasMessageContaining("--insecure");
        }
        try (var server = VecDbServer.start(database, FREE_PORTS.withHost("0.0.0.0", true))) {
            assertThat(server.host()).isEqualTo("0.0.0.0");
            var client = new RestClient(server.httpPort());
            assertThat(client.call("GET", "/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void refusesAnAddressThatIsNotThisMachines() {
        var elsewhere = FREE_PORTS.withHost("192.0.2.1", true);
        assertThatThrownBy(() -> VecDbServer.start(database, elsewhere))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void refusesPortsThatAreNoneOrGivenTwice() {
        assertThatThrownBy(() -> FREE_PORTS.withPorts(70_000, 0, 0))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> FREE_PORTS.withPorts(6333, 6333, 9090))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("Port 6333 was given twice");
    }

    @Test
    void answersWhatItHasTakenOnBeforeItCloses() throws InterruptedException, IOException {
        int writes = 8;
        var config = FREE_PORTS.withLimits(RequestLimits.DEFAULT.withWorkers(writes, writes));
        var server = VecDbServer.start(database, config);
        int port = server.httpPort();
        var client = new RestClient(port);
        client.call(
                "PUT",
                "/collections/c",
                "{'vectors': {'size': 64, 'distance': 'Cosine', 'model': 'words'}}");
        // Half of them wait inside the database, the others for a worker.
        List<CompletableFuture<RestClient.Reply>> replies = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            replies.add(
                    client.start(
                            "PUT",
                            "/collections/c/points",
                            "{'points': [{'id': %d, 'vector': {'text': 'wait for %d'}}]}"
                                    .formatted(i, i)));
        }
        model.awaitWaiting(writes / 2);
        var metrics = new RestClient(server.metricsPort());
        await(() -> metrics.call("GET", "/metrics").http().body().contains("waiting 4.0"));

        try (var kept = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(RawHttp.answer(kept, "GET /readyz", "Host: localhost"))
                    .startsWith("HTTP/1.1 200 OK");
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            await(() -> client.call("GET", "/readyz").status() == 503);

            assertThat(RawHttp.answer(kept, "GET /collections", "Host: localhost"))
                    .as("on a connection that was there before")
                    .startsWith("HTTP/1.1 503 Service Unavailable");
            for (String path : List.of("/livez", "/healthz", "/metrics")) {
                assertThat(client.call("GET", path).status()).as(path).isEqualTo(200);
            }
            assertThat(metrics.call("GET", "/metrics").status()).isEqualTo(200);
            assertThat(closed).isNotDone();
            assertThat(replies).noneMatch(CompletableFuture::isDone);
            model.release();
            closed.join();
        }

        for (CompletableFuture<RestClient.Reply> reply : replies) {
            assertThat(reply.join().status()).as("%s", reply.join()).isEqualTo(200);
            assertThat(reply.join().result().path("status").asText()).isEqualTo("completed");
        }
        assertThat(database.collection("c").count(Filter.all())).isEqualTo(writes);
        assertThat(refusesConnections(port)).isTrue();
        server.close();
    }

    @Test
    void leavesAloneWhatTakesTooLongWhenItCloses() throws InterruptedException {
        var server = VecDbServer.start(database, FREE_PORTS, Duration.ofMillis(200));
        var client = new RestClient(server.httpPort());
        client.call(
                "PUT",
                "/collections/c",
                "{'vectors': {'size': 64, 'distance': 'Cosine', 'model': 'words'}}");
        var hanging =
                client.start("POST", "/collections/c/points/query", "{'query': {'text': 'wait'}}");
        model.awaitWaiting(1);
        var logger = (Logger) LoggerFactory.getLogger(RestApi.class);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        logger.addAppender(log);
        try {
            server.close();
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list.getFirst().getFormattedMessage())
                .isEqualTo("1 requests are still at work after 200 ms; they are left alone.");
        assertThat(hanging.handle((reply, lost) -> lost != null || reply.status() == 503).join())
                .isTrue();
        server.close();
    }

    private static boolean refusesConnections(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks again and again; each time is a whole request, so nothing spins.
    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 10_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
        }
        throw new AssertionError("It did not happen.");
    }
}
