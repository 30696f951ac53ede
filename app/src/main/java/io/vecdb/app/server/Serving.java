package io.vecdb.app.server;

import io.vecdb.api.Database;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Version;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.server.ServerConfig;
import io.vecdb.server.VecDbServer;

import java.io.PrintStream;
import java.nio.file.Path;

/// Serves a database for a while.
public final class Serving {
    private final Session session;
    private final PrintStream out;

    /// @param out where to say the addresses
    public Serving(Session session, PrintStream out) {
        this.session = session;
        this.out = out;
    }

    /// Serves, says where, and returns when all that was accepted is answered.
    ///
    /// @param database stays open; it is the caller's to close
    /// @param data where its files are, for the banner
    /// @param untilStopped returns when serving is to end
    /// @throws io.vecdb.api.DbException INVALID_ARGUMENT if the address is not allowed, IN_USE if a
    ///   port is taken
    public void serve(Database database, Path data, ServerConfig config, Runnable untilStopped) {
        try (VecDbServer server = VecDbServer.start(database, config)) {
            banner(server, data);
            untilStopped.run();
            session.remark("Stopping …");
        }
    }

    private void banner(VecDbServer server, Path data) {
        String folder = data.toAbsolutePath().normalize().toString();
        String http = url(server, server.httpPort());
        String grpc = url(server, server.grpcPort());
        String metrics = url(server, server.metricsPort()) + "/metrics";
        if (session.json()) {
            out.println(
                    JsonOutput.text(
                            JsonOutput.object()
                                    .put("version", Version.number())
                                    .put("data", folder)
                                    .put("http", http)
                                    .put("grpc", grpc)
                                    .put("metrics", metrics)));
            return;
        }
        out.println(session.console().bold("VecDB " + Version.number()));
        out.println("  data     " + folder);
        out.println("  HTTP     " + http);
        out.println("  gRPC     " + grpc);
        out.println("  metrics  " + metrics);
        out.println("Serving; Ctrl-C stops it.");
    }

    private static String url(VecDbServer server, int port) {
        String host = server.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
