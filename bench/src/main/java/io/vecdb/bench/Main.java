package io.vecdb.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.app.cli.Failures;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.console.Console;
import io.vecdb.app.console.OutputFormat;
import io.vecdb.app.console.Progress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The program behind `./vecdb bench`. It keeps the rules of `vecdb`: results on standard output,
/// failures as one line or one JSON object on standard error, the same exit codes.
@Command(
        name = "vecdb bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures kernels, indexes, collections, answers and storage.",
        subcommands = {
            KernelBench.class,
            IndexBench.class,
            CollectionBench.class,
            StorageBench.class,
            RecoveryBench.class,
            OpenBench.class,
            SpaceBench.class,
            MergeBench.class,
            WalBench.class,
            QualityBench.class
        })
public final class Main {
    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "How to write results and errors (default: text).")
    private OutputFormat format = OutputFormat.TEXT;

    private Main() {}

    /// Runs a command; exits with 0 if it did what it was asked, 1 if it failed, 2 if the options
    /// are wrong.
    public static void main(String[] args) {
        System.exit(run(Console.system(), args));
    }

    /// Runs a command. Failures go to this console, results to the process's standard output.
    ///
    /// @return the exit code
    static int run(Console console, String... args) {
        Session session = Session.of(console, args);
        Failures failures = new Failures(session);
        try {
            int exitCode =
                    new CommandLine(new Main())
                            .setCaseInsensitiveEnumValuesAllowed(true)
                            .setOut(writer(console.out()))
                            .setErr(writer(console.err()))
                            .setParameterExceptionHandler(failures)
                            .setExecutionExceptionHandler((failure, command, arguments) ->
                                    failures.handleExecutionException(
                                            told(failure), command, arguments))
                            .execute(args);
            boolean written = session.written() && !System.out.checkError();
            return exitCode != 0 || written ? exitCode : failures.tellUnwritten();
        } catch (Error failure) {
            return failures.tell(failure);
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /// A file that cannot be read is no defect.
    private static Exception told(Exception failure) {
        return failure instanceof IOException
                ? new DbException(ErrorCode.IO_ERROR, String.valueOf(failure.getMessage()), failure)
                : failure;
    }

    /// Checks a number that was given on the command line.
    static void requireAtLeast(int least, String option, long value) {
        if (value < least) {
            throw new UsageException(
                    "Invalid value for option '"
                            + option
                            + "': "
                            + value
                            + " is less than "
                            + least
                            + ".");
        }
    }

    /// How a command prints what it measured.
    static final class Output {
        @Option(
                names = "--output",
                paramLabel = "text|json",
                description = "How to write results and errors (default: text).")
        private @Nullable OutputFormat format;

        @Spec(Spec.Target.MIXEE)
        private @Nullable CommandSpec command;

        /// Whether everything is printed as JSON at the end; said after the command's name, or
        /// before.
        boolean json() {
            if (format != null) {
                return format == OutputFormat.JSON;
            }
            return command != null
                    && command.root().userObject() instanceof Main main
                    && main.format == OutputFormat.JSON;
        }

        /// Prints a row as soon as it is measured, unless everything is printed as JSON at the end.
        void row(String text) {
            if (!json()) {
                System.out.println(text);
            }
        }

        /// Prints everything, at the end, in either format.
        void report(Map<String, ?> figures) {
            row(Report.text(figures));
            result(figures);
        }

        /// Tells on standard error how far it is, whatever is printed at the end.
        void remark(String text) {
            System.err.println(text);
        }

        /// Shows on standard error how far a longer piece of work is.
        Progress progress(String label, long total) {
            return Progress.of(Console.system(), label, total, 0);
        }

        /// Prints everything.
        void result(Map<String, ?> result) {
            if (json()) {
                try {
                    System.out.println(
                            new ObjectMapper()
                                    .enable(SerializationFeature.INDENT_OUTPUT)
                                    .writeValueAsString(result));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
