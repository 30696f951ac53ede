package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.VecDb;
import io.vecdb.api.RepairReport;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.MemoryOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Progress;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `vecdb storage repair`, of a collection or of the list of collections.
@Command(
        name = "repair",
        description = "Save what can be saved of a damaged collection, or of their list.")
final class RepairCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private MemoryOption memory = new MemoryOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "The collection. Without it, the list of collections of a database"
                            + " that does not open.")
    private String name = "";

    @Option(
            names = "--yes",
            description = "Really do it: what cannot be read is given up, for good.")
    private boolean yes;

    RepairCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (name.isEmpty()) {
            repairCatalog();
            return 0;
        }
        if (!yes) {
            throw new UsageException(
                    "This gives up what cannot be read of the collection '"
                            + name
                            + "', for good. If you have a snapshot, 'vecdb snapshot restore' is"
                            + " better; copy the folder first if you are not sure. Pass --yes to do"
                            + " it.");
        }
        RepairReport report;
        try (Workspace workspace =
                        Workspace.open(session, data.existingFolder(), memory.options());
                Progress progress = Progress.unknown(session.console(), "repair " + name)) {
            report =
                    workspace
                            .database()
                            .repair(name, (done, total) -> progress.done(done, Double.NaN));
        }
        if (session.json()) {
            printJson(report);
        } else {
            print(report);
        }
        return 0;
    }

    private void repairCatalog() {
        if (!yes) {
            throw new UsageException(
                    "This makes the list of collections again from an older one and their folders,"
                            + " if the newest cannot be read; names may be lost. Copy the folder"
                            + " first if you are not sure. Pass --yes to do it, or the name of a"
                            + " collection to repair that one.");
        }
        List<String> actions = VecDb.repairCatalog(data.existingFolder());
        if (session.json()) {
            ObjectNode result = JsonOutput.object();
            ArrayNode done = result.putArray("actions");
            actions.forEach(done::add);
            session.print(result);
        } else if (actions.isEmpty()) {
            session.print("The list of collections is sound; it was left as it is.");
        } else {
            actions.forEach(session::print);
        }
    }

    private void print(RepairReport report) {
        if (report.actions().isEmpty()) {
            session.print("Nothing is wrong with '" + name + "'; it was left as it is.");
            return;
        }
        report.actions().forEach(session::print);
        session.print(
                name
                        + ": "
                        + Quantity.count(report.points())
                        + " points; lost: "
                        + Quantity.count(report.lostPoints())
                        + " points, "
                        + Quantity.count(report.lostWrites())
                        + " writes of the log.");
    }

    private void printJson(RepairReport report) {
        ObjectNode result =
                JsonOutput.object()
                        .put("name", name)
                        .put("points", report.points())
                        .put("lost_points", report.lostPoints())
                        .put("lost_writes", report.lostWrites());
        ArrayNode actions = result.putArray("actions");
        report.actions().forEach(actions::add);
        DamageJson.put(result, report.damages());
        session.print(result);
    }
}
