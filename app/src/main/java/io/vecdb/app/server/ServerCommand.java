package io.vecdb.app.server;

import io.vecdb.DatabaseOptions;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.StopSignal;
import io.vecdb.app.cli.StorageOptions;
import io.vecdb.app.cli.Workspace;
import io.vecdb.server.ServerConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `vecdb server`.
@Command(
        name = "server",
        description = {
            "Serve a database over HTTP.",
            "Speaks Qdrant's REST dialect and runs until Ctrl-C or SIGTERM. The folder is created"
                    + " if it does not exist.",
            ""
        })
public final class ServerCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private ServerOptions options = new ServerOptions();
    @Mixin private StorageOptions storage = new StorageOptions();

    /// A command that runs in this session.
    public ServerCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ServerConfig config = options.config();
        DatabaseOptions database = storage.options();
        // Closed in the reverse order: server, database, and only then the process may go.
        try (StopSignal signal = StopSignal.watch();
                Workspace workspace = Workspace.openForServing(session, data.folder(), database);
                Serving serving =
                        Serving.start(
                                session, session.console().out(), workspace.database(), config)) {
            serving.run(data.folder(), signal::await);
        }
        return 0;
    }
}
