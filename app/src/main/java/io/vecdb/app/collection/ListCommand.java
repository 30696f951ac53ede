package io.vecdb.app.collection;

import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `vecdb collection list`. A collection that cannot be used is listed with the reason, and is a
/// failure.
@Command(name = "list", description = "List the collections of a database.")
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<CollectionReport> reports = new ArrayList<>();
        Map<String, DbException> damaged = new LinkedHashMap<>();
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            Database database = workspace.database();
            for (String name : database.collections()) {
                try {
                    reports.add(CollectionReport.of(database.collection(name)));
                } catch (DbException e) {
                    damaged.put(name, e);
                }
            }
        }
        if (session.json()) {
            printJson(reports, damaged);
        } else {
            table(reports, damaged).lines(0).forEach(session::print);
            damaged.values().forEach(reason -> session.remark("error: " + reason.getMessage()));
        }
        return damaged.isEmpty() ? 0 : 1;
    }

    private void printJson(List<CollectionReport> reports, Map<String, DbException> damaged) {
        var node = JsonOutput.object();
        var array = node.putArray("collections");
        reports.forEach(report -> array.add(report.json()));
        damaged.forEach((name, reason) ->
                array.addObject()
                        .put("name", name)
                        .putObject("error")
                        .put("code", reason.code().name())
                        .put("message", reason.getMessage()));
        session.print(node);
    }

    private static Table table(List<CollectionReport> reports, Map<String, DbException> damaged) {
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
        damaged.keySet().forEach(name -> table.row(name, "damaged", ""));
        return table;
    }
}
