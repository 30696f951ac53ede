package io.vecdb.app;

import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Version;
import io.vecdb.app.console.OutputFormat;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.util.concurrent.Callable;

/// The program itself, which does nothing without a command.
@Command(
        name = "vecdb",
        synopsisSubcommandLabel = "COMMAND",
        description = "A vector database: search by meaning, on your own machine.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
final class VecDbCommand implements Callable<Integer> {
    private final Session session;

    VecDbCommand(Session session) {
        this.session = session;
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            scope = ScopeType.INHERIT,
            description = "How to write results and errors (default: text).")
    void setOutput(OutputFormat format) {
        session.writeAs(format);
    }

    @Override
    public Integer call() {
        throw new UsageException("A command is missing.");
    }
}
