package io.vecdb.app.collection;

import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `vecdb collection info`.
@Command(name = "info", description = "Show what a collection is made of and holds.")
final class InfoCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The collection.")
    private String name = "";

    InfoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            CollectionReport report = CollectionReport.of(workspace.database().collection(name));
            if (session.json()) {
                session.print(report.json());
            } else {
                report.lines().forEach(session::print);
            }
        }
        return 0;
    }
}
