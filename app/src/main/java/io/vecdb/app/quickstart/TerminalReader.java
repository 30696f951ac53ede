package io.vecdb.app.quickstart;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Lines that a person types, with editing and the history of this run.
final class TerminalReader implements AutoCloseable {
    private static final String PROMPT = "> ";

    private final Terminal terminal;
    private final LineReader reader;

    private TerminalReader(Terminal terminal) {
        this.terminal = terminal;
        this.reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("vecdb")
                        // A question may end in '!' or hold a backslash.
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .build();
    }

    /// Takes over the terminal until closed.
    static TerminalReader open() {
        try {
            return new TerminalReader(TerminalBuilder.builder().system(true).build());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// The next line; null when Ctrl-D is typed, or Ctrl-C on an empty line.
    @Nullable String readLine() {
        while (true) {
            try {
                return reader.readLine(PROMPT);
            } catch (EndOfFileException e) {
                return null;
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isBlank()) {
                    return null;
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static DbException unusable(IOException e) {
        return new DbException(
                ErrorCode.IO_ERROR, "The terminal cannot be used: " + e.getMessage() + ".", e);
    }
}
