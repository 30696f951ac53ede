package io.vecdb.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.vecdb.api.DbException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// The program behind `./vecdb bench`.
@Command(
        name = "vecdb bench",
        mixinStandardHelpOptions = true,
        description = "Measures kernels, indexes and collections.",
        subcommands = {
            KernelBench.class,
            IndexBench.class,
            CollectionBench.class,
            QualityBench.class
        })
public final class Main {
    private Main() {}

    /// Runs a command; exits with 0 if it did what it was asked, 1 if it failed, 2 if the options
    /// are wrong.
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Main())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler(Main::failed)
                        .execute(args));
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (failure instanceof DbException || failure instanceof IOException) {
            command.getErr().println("error: " + failure.getMessage());
            return 1;
        }
        throw failure;
    }

    /// How a command prints what it measured.
    static final class Output {
        @Option(names = "--output", description = "text or json (default: ${DEFAULT-VALUE})")
        private Format format = Format.TEXT;

        /// The two forms.
        enum Format {
            TEXT,
            JSON
        }

        /// Prints a row as soon as it is measured, unless everything is printed as JSON at the end.
        void row(String text) {
            if (format == Format.TEXT) {
                System.out.println(text);
            }
        }

        /// Prints everything.
        void result(Map<String, ?> result) {
            if (format == Format.JSON) {
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
