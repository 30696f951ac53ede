package io.vecdb.app.console;

/// What is known about the terminal behind the standard streams.
public interface Tty {
    /// No stream is a terminal.
    Tty NONE = new Fixed(false, false, false, 0);

    /// Whether standard input is a terminal, so that a person can be asked something.
    boolean input();

    /// Whether standard output is a terminal.
    boolean output();

    /// Whether standard error is a terminal.
    boolean error();

    /// Columns of the terminal behind standard output or else standard error; 0 if neither is one
    /// or it does not say.
    int width();

    /// Facts that are known beforehand.
    ///
    /// @param input whether standard input is a terminal
    /// @param output whether standard output is a terminal
    /// @param error whether standard error is a terminal
    /// @param width its columns, 0 if not known
    record Fixed(boolean input, boolean output, boolean error, int width) implements Tty {}
}
