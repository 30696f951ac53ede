package io.vecdb.app.storage;

import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/// `vecdb storage`, which does nothing without one of its own commands.
@Command(
        name = "storage",
        synopsisSubcommandLabel = "COMMAND",
        description = "Look after the files of a database.")
public final class StorageCommand implements Callable<Integer> {
    private StorageCommand() {}

    /// The command with its own commands, which run in this session.
    public static CommandLine with(Session session) {
        return new CommandLine(new StorageCommand())
                .addSubcommand(new InitCommand(session))
                .addSubcommand(new InsertCommand(session))
                .addSubcommand(new RecoverCommand(session))
                .addSubcommand(new VerifyCommand(session))
                .addSubcommand(new RepairCommand(session))
                .addSubcommand(new CompactCommand(session))
                .addSubcommand(new StatsCommand(session));
    }

    @Override
    public Integer call() {
        throw new UsageException(
                "A command is missing: init, insert, recover, verify, repair, compact or stats.");
    }
}
