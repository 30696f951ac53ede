package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `vecdb storage compact`.
@Command(
        name = "compact",
        description = "Merge the segments of collections into one each, without deleted points.")
final class CompactCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private Chosen chosen = new Chosen();

    CompactCommand(Session session) {
        this.session = session;
    }

    private record Outcome(String name, long before, long after) {}

    @Override
    public Integer call() {
        List<Outcome> outcomes = new ArrayList<>();
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            Database database = workspace.database();
            for (String name : chosen.in(database)) {
                Collection collection = database.collection(name);
                long before = collection.stats().diskBytes();
                session.remark("Compacting '" + name + "' …");
                collection.compact();
                outcomes.add(new Outcome(name, before, collection.stats().diskBytes()));
            }
        }
        if (session.json()) {
            printJson(outcomes);
        } else {
            outcomes.forEach(this::print);
        }
        return 0;
    }

    private void print(Outcome outcome) {
        session.print(
                outcome.name
                        + ": "
                        + Quantity.bytes(outcome.before)
                        + " before, "
                        + Quantity.bytes(outcome.after)
                        + " after, "
                        + Quantity.bytes(outcome.before - outcome.after)
                        + " given back.");
    }

    private void printJson(List<Outcome> outcomes) {
        ObjectNode result = JsonOutput.object();
        ArrayNode collections = result.putArray("collections");
        for (Outcome outcome : outcomes) {
            collections
                    .addObject()
                    .put("name", outcome.name)
                    .put("before_bytes", outcome.before)
                    .put("after_bytes", outcome.after)
                    .put("freed_bytes", outcome.before - outcome.after);
        }
        session.print(result);
    }
}
