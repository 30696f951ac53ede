package io.vecdb.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.app.console.Console;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.OutputFormat;

import java.util.Locale;

/// One run of the program: its streams and how it is to write its results.
///
/// Not thread-safe; belongs to the thread that runs the command.
public final class Session {
    private final Console console;
    private OutputFormat output = OutputFormat.TEXT;

    /// A session that writes text.
    public Session(Console console) {
        this.console = console;
    }

    /// A session for these arguments: one that writes JSON if they ask for it. They are looked at
    /// before they are parsed, since a failure to parse them is to be JSON too.
    public static Session of(Console console, String... args) {
        Session session = new Session(console);
        String line = " " + String.join(" ", args).toLowerCase(Locale.ROOT) + " ";
        if (line.contains(" --output json ") || line.contains(" --output=json ")) {
            session.writeAs(OutputFormat.JSON);
        }
        return session;
    }

    /// The streams.
    public Console console() {
        return console;
    }

    /// Changes how results are written.
    public void writeAs(OutputFormat format) {
        output = format;
    }

    /// Whether results are one JSON object instead of text.
    public boolean json() {
        return output == OutputFormat.JSON;
    }

    /// Whether failures come with their stack trace: the variable `VECDB_DEBUG` is set.
    public boolean debug() {
        return !console.environment().getOrDefault("VECDB_DEBUG", "").isEmpty();
    }

    /// Writes a line of the result.
    public void print(String line) {
        console.out().println(line);
    }

    /// Writes the result as JSON.
    public void print(JsonNode result) {
        console.out().println(JsonOutput.text(result));
    }

    /// Whether all that was printed has reached standard output: false if a disk was full, or
    /// nobody reads any more.
    public boolean written() {
        return !console.out().checkError();
    }

    /// Writes a remark that is no part of the result.
    public void remark(String line) {
        console.err().println(line);
    }
}
