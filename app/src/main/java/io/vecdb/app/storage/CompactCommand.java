package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Collection;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.MemoryOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `vecdb storage compact`.
@Command(
        name = "compact",
        description = "Merge the segments of collections into one each, without deleted points.")
final class CompactCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private MemoryOption memory = new MemoryOption();
    @Mixin private Chosen chosen = new Chosen();

    CompactCommand(Session session) {
        this.session = session;
    }

    private record Sizes(long before, long after) {}

    @Override
    public Integer call() {
        Outcomes<Sizes> outcomes;
        try (Workspace workspace =
                Workspace.open(session, data.existingFolder(), memory.options())) {
            outcomes = chosen.each(workspace.database(), this::compact);
        }
        return outcomes.print(session, this::print, CompactCommand::putJson);
    }

    private Sizes compact(Collection collection) {
        long before = collection.stats().diskBytes();
        session.remark("Compacting '" + collection.name() + "' …");
        collection.compact();
        return new Sizes(before, collection.stats().diskBytes());
    }

    private void print(String name, Sizes sizes) {
        long freed = sizes.before - sizes.after;
        session.print(
                name
                        + ": "
                        + Quantity.bytes(sizes.before)
                        + " before, "
                        + Quantity.bytes(sizes.after)
                        + " after, "
                        + (freed >= 0
                                ? Quantity.bytes(freed) + " given back."
                                : Quantity.bytes(-freed) + " more: an index was built."));
    }

    private static void putJson(ObjectNode node, Sizes sizes) {
        node.put("before_bytes", sizes.before)
                .put("after_bytes", sizes.after)
                .put("freed_bytes", sizes.before - sizes.after);
    }
}
