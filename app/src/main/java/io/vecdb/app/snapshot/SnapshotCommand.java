package io.vecdb.app.snapshot;

import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/// `vecdb snapshot`, which does nothing without one of its own commands.
@Command(
        name = "snapshot",
        synopsisSubcommandLabel = "COMMAND",
        description = "Take copies of collections, and restore them.")
public final class SnapshotCommand implements Callable<Integer> {
    private SnapshotCommand() {}

    /// The command with its own commands, which run in this session.
    public static CommandLine with(Session session) {
        return new CommandLine(new SnapshotCommand())
                .addSubcommand(new CreateCommand(session))
                .addSubcommand(new RestoreCommand(session))
                .addSubcommand(new ListCommand(session))
                .addSubcommand(new BackupCommand(session));
    }

    @Override
    public Integer call() {
        throw new UsageException("A command is missing: create, restore, list or backup.");
    }
}
