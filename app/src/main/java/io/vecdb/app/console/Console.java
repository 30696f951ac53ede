package io.vecdb.app.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The streams of one run of the program, and what is known about the terminal behind them.
///
/// Results go to `out`, everything else (progress, remarks, errors) to `err`, so that a result can
/// be piped. Both are UTF-8 whatever the locale says.
///
/// @param in standard input
/// @param out standard output
/// @param err standard error
/// @param tty the terminal
/// @param environment the environment variables
public record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Tty tty,
        Map<String, String> environment) {
    private static final int WIDTH_WITHOUT_TERMINAL = 80;
    private static final int WIDTH_MIN = 40;

    /// Copies the environment.
    public Console {
        environment = Map.copyOf(environment);
    }

    /// The process's own streams.
    public static Console system() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                new SystemTty(),
                System.getenv());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// Whether a person sits at both ends and can be asked for more.
    public boolean interactive() {
        return tty.input() && tty.output();
    }

    /// Columns to fit a line into, at least 40; 80 where there is no terminal.
    public int width() {
        int columns = tty.width();
        return columns == 0 ? WIDTH_WITHOUT_TERMINAL : Math.max(WIDTH_MIN, columns);
    }

    /// Whether `out` may carry colours: it is a terminal that knows them, and `NO_COLOR` (see
    /// no-color.org) is unset or empty.
    public boolean colored() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb")
                && tty.output();
    }

    /// The text in bold where colours are allowed, otherwise as it is.
    public String bold(String text) {
        return colored() ? "\033[1m" + text + "\033[0m" : text;
    }

    /// The text dimmed where colours are allowed, otherwise as it is.
    public String dim(String text) {
        return colored() ? "\033[2m" + text + "\033[0m" : text;
    }
}
