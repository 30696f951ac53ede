package io.vecdb.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.Main;
import io.vecdb.app.Program;
import io.vecdb.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ServerCommandTest {
    private static final int TERMINATED = 128 + 15;

    @TempDir private Path folder;

    /// In a process of its own, which is what a signal is sent to.
    @Test
    @Timeout(120)
    void terminatedServerStopsInOrderAndWhatItAnsweredIsThere() throws Exception {
        Path errors = folder.resolve("errors");
        Process server = start(errors);
        try (BufferedReader out = server.inputReader()) {
            String banner = out.readLine();
            assertThat(banner).as(Files.readString(errors)).isNotNull();
            String http = Json.tree(banner).at("/http").asText();
            put(http + "/collections/a", "{\"vectors\": {\"size\": 2, \"distance\": \"Dot\"}}");
            put(
                    http + "/collections/a/points",
                    "{\"points\": [{\"id\": 1, \"vector\": [1, 2], \"payload\": {\"n\": 3}}]}");

            // Not Process.destroy, which closes the streams too.
            server.toHandle().destroy();

            assertThat(server.waitFor()).isEqualTo(TERMINATED);
            assertThat(out.readLine()).isNull();
        } finally {
            server.destroyForcibly();
        }
        assertThat(Files.readString(errors)).contains("Stopping …").doesNotContain("Exception");
        JsonNode hits =
                Program.run(
                                "search",
                                "-c",
                                "a",
                                "--vector",
                                "[1, 0]",
                                "--data",
                                data(),
                                "--output",
                                "json")
                        .json()
                        .at("/hits");
        assertThat(hits).hasToString("[{\"id\":1,\"score\":1.0,\"payload\":{\"n\":3}}]");
    }

    @Test
    void portThatIsTakenIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Program.Result result =
                    Program.run(
                            "server",
                            "--data",
                            data(),
                            "--http-port",
                            port,
                            "--grpc-port",
                            "0",
                            "--metrics-port",
                            "0");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).startsWith("error: Port " + port).contains("--http-port");
        }
    }

    @Test
    void remoteAddressNeedsInsecure() {
        Program.Result result = Program.run("server", "--data", data(), "--host", "0.0.0.0");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("--insecure");
    }

    private Process start(Path errors) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "server",
                        "--data",
                        data(),
                        "--http-port=0",
                        "--grpc-port=0",
                        "--metrics-port=0",
                        "--output=json");
        return new ProcessBuilder(command).redirectError(errors.toFile()).start();
    }

    private static void put(String url, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header("Content-Type", "application/json")
                                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    private String data() {
        return folder.resolve("db").toString();
    }
}
