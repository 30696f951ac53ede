package io.vecdb.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Database;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.app.cli.Version;
import io.vecdb.embeddings.MiniLmModel;
import io.vecdb.server.ServerConfig;
import io.vecdb.server.VecDbServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

/// The examples of the README, taken from the README and run.
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    @TempDir Path folder;

    /// The block of code after a comment that says what a test does with it.
    private static String example(String comment, String language) throws IOException {
        Pattern block =
                Pattern.compile(
                        Pattern.quote("<!-- " + comment + " -->")
                                + "\\s*```"
                                + language
                                + "\\n(.*?)```",
                        Pattern.DOTALL);
        Matcher found = block.matcher(Files.readString(README));
        assertThat(found.find()).as("an example after <!-- %s -->", comment).isTrue();
        return found.group(1);
    }

    @Test
    void dependencyIsOfThisVersion() throws IOException {
        assertThat(Files.readString(README))
                .contains("<version>" + Version.number() + "</version>");
    }

    @Test
    void javaExampleCompilesAndRuns() throws Exception {
        String code = example("a test compiles and runs this", "java");
        assertThat(code).contains("Path.of(\"data\")");
        Path data = folder.resolve("data");
        String program =
                """
                import io.vecdb.VecDb;
                import io.vecdb.api.*;
                import java.nio.file.Path;
                import java.util.List;
                public class Example {
                    public static void main(String[] args) throws Exception {
                """
                        + code.replace("Path.of(\"data\")", "Path.of(args[0])")
                        + "}}";
        Path source = folder.resolve("Example.java");
        Files.writeString(source, program);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                messages,
                                messages,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString(),
                                source.toString());
        assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        String printed = run(data);
        assertThat(printed.lines()).hasSize(2).element(0).asString().endsWith("\"road runner\"");
        assertThat(printed.lines()).element(1).asString().endsWith("\"ballet flat\"");
    }

    private String run(Path data) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            classes.loadClass("Example")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {data.toString()});
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void curlExampleIsAnswered() throws Exception {
        List<HttpRequest.Builder> requests = new ArrayList<>();
        String script = example("a test runs this against a server", "sh");
        try (EmbeddingModel model = new MiniLmModel();
                Database database =
                        VecDb.open(
                                folder.resolve("server"),
                                DatabaseOptions.DEFAULT.withModels(EmbeddingModels.of(model)));
                VecDbServer server =
                        VecDbServer.start(database, ServerConfig.DEFAULT.withPorts(0, 0, 0));
                HttpClient client = HttpClient.newHttpClient()) {
            String joined = script.replace("\\\n", " ");
            joined.lines().forEach(line -> requests.add(request(line, server.httpPort())));
            assertThat(requests).hasSize(3);
            String answer = "";
            for (HttpRequest.Builder request : requests) {
                HttpResponse<String> response =
                        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                answer = response.body();
                assertThat(response.statusCode()).as(answer).isEqualTo(200);
                assertThat(answer).contains("\"status\":\"ok\"");
            }
            assertThat(answer).contains("\"id\":1", "\"room\":\"living\"");
        }
    }

    /// `curl -X METHOD localhost:6334/path -H 'name: value' -d 'body'`
    private static HttpRequest.Builder request(String line, int port) {
        Matcher curl =
                Pattern.compile(
                                "curl -X (\\S+) localhost:6334(\\S+) -H '(\\S+): (\\S+)' +-d"
                                        + " '(.*)'")
                        .matcher(line.strip());
        assertThat(curl.matches()).as(line).isTrue();
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + curl.group(2)))
                .header(curl.group(3), curl.group(4))
                .method(curl.group(1), HttpRequest.BodyPublishers.ofString(curl.group(5)));
    }
}
