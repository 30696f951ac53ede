package io.vecdb.app.collection;

import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/// `vecdb collection`, which does nothing without one of its own commands.
@Command(
        name = "collection",
        synopsisSubcommandLabel = "COMMAND",
        description = "Create, list, show and drop collections.")
public final class CollectionCommand implements Callable<Integer> {
    private CollectionCommand() {}

    /// The command with its own commands, which run in this session.
    public static CommandLine with(Session session) {
        return new CommandLine(new CollectionCommand())
                .addSubcommand(new CreateCommand(session))
                .addSubcommand(new ListCommand(session))
                .addSubcommand(new InfoCommand(session))
                .addSubcommand(new DropCommand(session));
    }

    @Override
    public Integer call() {
        throw new UsageException("A command is missing: create, list, info or drop.");
    }
}
