package io.vecdb.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.VecDb;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.app.RecordedConsole;
import io.vecdb.app.cli.Session;
import io.vecdb.app.console.OutputFormat;
import io.vecdb.server.ServerConfig;
import io.vecdb.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

class ServingTest {
    private static final ServerConfig FREE_PORTS = ServerConfig.DEFAULT.withPorts(0, 0, 0);

    @TempDir private Path folder;
    private final RecordedConsole console = new RecordedConsole();
    private final Session session = new Session(console.console());

    @Test
    void bannerSaysAddressesThatAnswer() {
        session.writeAs(OutputFormat.JSON);
        AtomicReference<String> answers = new AtomicReference<>("");

        serve(() -> {
            JsonNode banner = Json.tree(console.out());
            answers.set(
                    get(banner.at("/http").asText() + "/collections")
                            + get(banner.at("/http_on_grpc_port").asText() + "/healthz")
                            + get(banner.at("/metrics").asText()));
        });

        assertThat(answers.get()).startsWith("200 200 200");
        assertThat(Json.tree(console.out()).at("/data").asText()).isEqualTo(folder.toString());
    }

    @Test
    void bannerInTextNamesThePortsAndHowToStop() {
        serve(() -> {});

        assertThat(console.out())
                .containsPattern(
                        "HTTP +http://127\\.0\\.0\\.1:\\d+ and http://127\\.0\\.0\\.1:\\d+")
                .doesNotContain("gRPC")
                .containsPattern("metrics +http://127\\.0\\.0\\.1:\\d+/metrics")
                .contains("Ctrl-C stops it.");
    }

    @Test
    void nothingAnswersAfterwards() {
        session.writeAs(OutputFormat.JSON);
        serve(() -> {});
        String http = Json.tree(console.out()).at("/http").asText();

        assertThatThrownBy(() -> get(http)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void addressThatOthersCanReachIsRefused() {
        try (Database database = VecDb.open(folder)) {
            ServerConfig open = FREE_PORTS.withHost("0.0.0.0", false);

            assertThatThrownBy(() -> start(database, open))
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining("--insecure");
        }
        assertThat(console.out()).isEmpty();
    }

    private void serve(Runnable untilStopped) {
        try (Database database = VecDb.open(folder);
                Serving serving = start(database, FREE_PORTS)) {
            serving.run(folder, untilStopped);
        }
    }

    private Serving start(Database database, ServerConfig config) {
        return Serving.start(session, console.console().out(), database, config);
    }

    private static String get(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(url)).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    + " ";
        } catch (IOException e) {
            throw new IllegalStateException(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(url, e);
        }
    }
}
