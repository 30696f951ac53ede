package io.vecdb.app.console;

/// How results are written.
public enum OutputFormat {
    /// For a person to read.
    TEXT,
    /// One JSON object, for a program.
    JSON
}
