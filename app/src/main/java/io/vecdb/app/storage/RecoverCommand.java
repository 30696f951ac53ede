package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.CollectionState;
import io.vecdb.api.DbException;
import io.vecdb.api.Recovery;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// `vecdb storage recover`: opens a database, as every command does, and says what that found.
@Command(name = "recover", description = "Open a database, replay its log, and say what was found.")
final class RecoverCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    RecoverCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        List<CollectionState> states;
        Duration took;
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            took = Duration.ofNanos(System.nanoTime() - begin);
            states = workspace.database().states();
        }
        if (session.json()) {
            printJson(states, took);
        } else {
            states.forEach(this::print);
            long opened = states.stream().filter(CollectionState::isUsable).count();
            session.print(
                    opened
                            + (states.size() == opened ? "" : " of " + states.size())
                            + (states.size() == 1 ? " collection" : " collections")
                            + " opened in "
                            + Quantity.time(took)
                            + ". Verified: manifests, the headers and checksum tables of all"
                            + " segment files, every entry of the log. 'vecdb storage verify'"
                            + " reads every byte.");
        }
        return states.stream().allMatch(CollectionState::isUsable) ? 0 : 1;
    }

    private void print(CollectionState state) {
        Recovery found = state.recovery();
        DbException failure = state.failure();
        if (failure != null) {
            session.print(state.name() + ": cannot be used. " + failure.getMessage());
        }
        if (found != null) {
            session.print(
                    String.format(
                            "%s: %s found; %s, %s, %s entries replayed%s; %s.",
                            state.name(),
                            Quantity.count(found.segments(), "segment"),
                            Quantity.count(found.logFiles(), "log file"),
                            Quantity.bytes(found.logBytes()),
                            Quantity.count(found.entries()),
                            found.tornBytes() == 0
                                    ? ""
                                    : ", "
                                            + Quantity.bytes(found.tornBytes())
                                            + " of unfinished writes left out",
                            Quantity.time(found.took())));
        }
    }

    private void printJson(List<CollectionState> states, Duration took) {
        ObjectNode result = JsonOutput.object().put("seconds", Quantity.seconds(took));
        ArrayNode collections = result.putArray("collections");
        for (CollectionState state : states) {
            ObjectNode node = collections.addObject().put("name", state.name());
            DbException failure = state.failure();
            Recovery found = state.recovery();
            if (failure != null) {
                Outcomes.putError(node, failure);
            }
            if (found != null) {
                node.put("segments", found.segments())
                        .put("log_files", found.logFiles())
                        .put("log_bytes", found.logBytes())
                        .put("entries", found.entries())
                        .put("torn_bytes", found.tornBytes())
                        .put("seconds", Quantity.seconds(found.took()));
            }
        }
        session.print(result);
    }
}
