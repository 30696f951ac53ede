package io.vecdb.app;

import io.vecdb.app.console.Console;
import io.vecdb.app.console.Tty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A console for tests that keeps what is written.
public final class RecordedConsole {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console;

    /// No terminal, nothing to read.
    public RecordedConsole() {
        this("", Tty.NONE);
    }

    /// A console with this standard input and terminal.
    public RecordedConsole(String input, Tty tty) {
        this(input, tty, Map.of());
    }

    /// A console with these environment variables too.
    public RecordedConsole(String input, Tty tty, Map<String, String> environment) {
        console =
                new Console(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        tty,
                        environment);
    }

    /// The console itself.
    public Console console() {
        return console;
    }

    /// What was written to standard output.
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// What was written to standard error.
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
