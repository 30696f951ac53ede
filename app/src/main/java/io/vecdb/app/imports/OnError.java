package io.vecdb.app.imports;

/// What to do about a bad line.
enum OnError {
    /// End the import there.
    STOP,
    /// Report it and go on.
    SKIP
}
