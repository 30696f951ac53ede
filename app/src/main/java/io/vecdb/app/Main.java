package io.vecdb.app;

import io.vecdb.app.cli.EnvironmentDefaults;
import io.vecdb.app.cli.Failures;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Version;
import io.vecdb.app.collection.CollectionCommand;
import io.vecdb.app.console.Console;
import io.vecdb.app.imports.ImportCommand;
import io.vecdb.app.quickstart.QuickstartCommand;
import io.vecdb.app.search.SearchCommand;
import io.vecdb.app.server.ServerCommand;
import io.vecdb.app.snapshot.SnapshotCommand;
import io.vecdb.app.storage.StorageCommand;

import picocli.CommandLine;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The `vecdb` program.
public final class Main {
    private Main() {}

    /// Runs the command and exits with its code: 0 if it did what it was asked to, 2 if the command
    /// line was wrong, 1 for every other failure.
    public static void main(String[] args) {
        Console console = Console.system();
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            // The commands are not even loaded for this.
            Session session = new Session(console);
            session.print(Version.line());
            System.exit(session.written() ? 0 : new Failures(session).tellUnwritten());
        }
        System.exit(run(console, args));
    }

    /// Runs a command on these streams.
    ///
    /// @return the exit code
    static int run(Console console, String... args) {
        Session session = Session.of(console, args);
        Failures failures = new Failures(session);
        try {
            int exitCode =
                    commandLine(session)
                            .setParameterExceptionHandler(failures)
                            .setExecutionExceptionHandler(failures)
                            .execute(args);
            return exitCode != 0 || session.written() ? exitCode : failures.tellUnwritten();
        } catch (Error failure) {
            // Out of memory, say: picocli hands over exceptions only.
            return failures.tell(failure);
        }
    }

    private static CommandLine commandLine(Session session) {
        CommandLine program = program(session);
        // Not in the annotation: there, every command would inherit it.
        program.getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "In a source checkout, './vecdb bench' measures speed, recall and answers;"
                                + " see its --help.");
        return program;
    }

    private static CommandLine program(Session session) {
        return new CommandLine(new VecDbCommand(session))
                .addSubcommand(new QuickstartCommand(session))
                .addSubcommand(new ServerCommand(session))
                .addSubcommand(CollectionCommand.with(session))
                .addSubcommand(new ImportCommand(session))
                .addSubcommand(new SearchCommand(session))
                .addSubcommand(StorageCommand.with(session))
                .addSubcommand(SnapshotCommand.with(session))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(new EnvironmentDefaults(session.console().environment()))
                .setOut(writer(session.console().out()))
                .setErr(writer(session.console().err()));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
