package io.vecdb.server;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Database;
import io.vecdb.api.EmbeddingModels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;

/// A server over a real database in a folder of its own, on free ports, for all tests of a class:
/// `@RegisterExtension static final TestServer SERVER = new TestServer();`.
public final class TestServer implements BeforeAllCallback, AfterAllCallback {
    private final ServerConfig config;
    private final WordsModel model = new WordsModel();
    private @Nullable Running running;

    /// What runs between the first test and the last.
    private record Running(Path folder, Database database, VecDbServer server, RestClient client) {}

    /// With default limits.
    public TestServer() {
        this(ServerConfig.DEFAULT);
    }

    /// With this configuration, but free ports.
    public TestServer(ServerConfig config) {
        this.config = config.withPorts(0, 0, 0);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path folder = Files.createTempDirectory("vecdb-server-test");
        Database database =
                VecDb.open(folder, DatabaseOptions.DEFAULT.withModels(EmbeddingModels.of(model)));
        VecDbServer server = VecDbServer.start(database, config);
        running = new Running(folder, database, server, new RestClient(server.httpPort()));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        model.release();
        server().close();
        database().close();
        try (var files = Files.walk(running().folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Running running() {
        return Objects.requireNonNull(running, "no test runs");
    }

    /// The database behind the server.
    public Database database() {
        return running().database();
    }

    /// The embedding model of the database.
    public WordsModel model() {
        return model;
    }

    /// The server.
    public VecDbServer server() {
        return running().server();
    }

    /// A client of its HTTP port.
    public RestClient client() {
        return running().client();
    }
}
