package io.vecdb.app.collection;

import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `vecdb collection drop`.
@Command(name = "drop", description = "Delete a collection with all its points.")
final class DropCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The collection.")
    private String name = "";

    @Option(names = "--yes", description = "Really delete it; there is no way back.")
    private boolean yes;

    DropCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!yes) {
            throw new UsageException(
                    "This deletes the collection '"
                            + name
                            + "' with all its points, for good; pass --yes to do it.");
        }
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            Database database = workspace.database();
            if (!database.dropCollection(name)) {
                throw DbException.notFound(
                        "There is no collection '"
                                + name
                                + "'; there is "
                                + database.collections()
                                + ".");
            }
            if (session.json()) {
                session.print(JsonOutput.object().put("dropped", name));
            } else {
                session.print("Dropped collection '" + name + "'.");
            }
        }
        return 0;
    }
}
