package io.vecdb.app.server;

import io.vecdb.api.Database;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Version;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.server.ServerConfig;
import io.vecdb.server.VecDbServer;

import java.io.PrintStream;
import java.nio.file.Path;

/// A server that runs: it answers from its start until it is closed, and says where when it is
/// asked to.
public final class Serving implements AutoCloseable {
    private final Session session;
    private final PrintStream out;
    private final VecDbServer server;

    private Serving(Session session, PrintStream out, VecDbServer server) {
        this.session = session;
        this.out = out;
        this.server = server;
    }

    /// Starts to serve.
    ///
    /// @param out where to say the addresses
    /// @param database stays open; it is the caller's to close
    /// @throws io.vecdb.api.DbException INVALID_ARGUMENT if the address is not allowed, IN_USE if a
    ///   port is taken
    public static Serving start(
            Session session, PrintStream out, Database database, ServerConfig config) {
        return new Serving(session, out, VecDbServer.start(database, config));
    }

    /// Says where it serves, and returns when that is to end.
    ///
    /// @param data where the database's files are, for the banner
    /// @param untilStopped returns when serving is to end
    public void run(Path data, Runnable untilStopped) {
        banner(data);
        untilStopped.run();
        session.remark("Stopping …");
    }

    private void banner(Path data) {
        String folder = data.toAbsolutePath().normalize().toString();
        String http = url(server.httpPort());
        // gRPC's port, which does not speak gRPC yet.
        String second = url(server.grpcPort());
        String metrics = url(server.metricsPort()) + "/metrics";
        if (session.json()) {
            out.println(
                    JsonOutput.text(
                            JsonOutput.object()
                                    .put("version", Version.number())
                                    .put("data", folder)
                                    .put("http", http)
                                    .put("http_on_grpc_port", second)
                                    .put("metrics", metrics)));
            return;
        }
        out.println(session.console().bold("VecDB " + Version.number()));
        out.println("  data     " + folder);
        out.println("  HTTP     " + http + " and " + second);
        out.println("  metrics  " + metrics);
        out.println("Serving; Ctrl-C stops it.");
    }

    private String url(int port) {
        String host = server.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// Returns when all that was accepted is answered.
    @Override
    public void close() {
        server.close();
    }
}
