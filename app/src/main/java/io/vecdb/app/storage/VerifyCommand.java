package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Damage;
import io.vecdb.api.Database;
import io.vecdb.api.VerifyReport;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Progress;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `vecdb storage verify`. Damage is a failure.
@Command(
        name = "verify",
        description = "Read every byte of the database's files and say what is wrong.")
final class VerifyCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private Chosen chosen = new Chosen();

    VerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, VerifyReport> reports = new LinkedHashMap<>();
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            Database database = workspace.database();
            for (String name : chosen.in(database)) {
                reports.put(name, verify(database, name));
            }
        }
        if (session.json()) {
            printJson(reports);
        } else {
            reports.forEach(this::print);
        }
        return reports.values().stream().allMatch(VerifyReport::isSound) ? 0 : 1;
    }

    private VerifyReport verify(Database database, String name) {
        try (Progress progress = Progress.unknown(session.console(), "verify " + name)) {
            return database.verify(
                    name,
                    (done, total) ->
                            progress.done(done, total <= 0 ? Double.NaN : (double) done / total));
        }
    }

    private void print(String name, VerifyReport report) {
        session.print(
                name
                        + ": "
                        + Quantity.count(report.files())
                        + " files, "
                        + Quantity.bytes(report.bytes())
                        + ", "
                        + (report.isSound()
                                ? "all as written."
                                : report.damages().size() == 1
                                        ? "1 damaged place:"
                                        : report.damages().size() + " damaged places:"));
        for (Damage damage : report.damages()) {
            session.print(
                    "  " + damage.file() + ", byte " + damage.offset() + ": " + damage.finding());
        }
    }

    private void printJson(Map<String, VerifyReport> reports) {
        ObjectNode result = JsonOutput.object();
        ArrayNode collections = result.putArray("collections");
        reports.forEach((name, report) -> {
            ObjectNode node =
                    collections
                            .addObject()
                            .put("name", name)
                            .put("files", report.files())
                            .put("bytes", report.bytes())
                            .put("sound", report.isSound());
            DamageJson.put(node, report.damages());
        });
        session.print(result);
    }
}
