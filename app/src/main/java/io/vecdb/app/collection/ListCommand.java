package io.vecdb.app.collection;

import io.vecdb.api.Database;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.concurrent.Callable;

/// `vecdb collection list`.
@Command(name = "list", description = "List the collections of a database.")
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            Database database = workspace.database();
            List<CollectionReport> reports =
                    database.collections().stream()
                            .map(name -> CollectionReport.of(database.collection(name)))
                            .toList();
            if (session.json()) {
                var node = JsonOutput.object();
                var array = node.putArray("collections");
                reports.forEach(report -> array.add(report.json()));
                session.print(node);
            } else {
                table(reports).lines(0).forEach(session::print);
            }
        }
        return 0;
    }

    private static Table table(List<CollectionReport> reports) {
        Table table =
                new Table(
                        List.of(
                                Table.Column.text("name", Integer.MAX_VALUE),
                                Table.Column.number("points"),
                                Table.Column.number("MB on disk")));
        for (CollectionReport report : reports) {
            table.row(
                    report.name(),
                    CollectionReport.number(report.stats().points()),
                    report.megabytes());
        }
        return table;
    }
}
