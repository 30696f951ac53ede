package io.vecdb.app.cli;

import io.vecdb.DatabaseOptions;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say how a database uses disk and memory.
public final class StorageOptions {
    @Option(
            names = "--sync",
            paramLabel = "POLICY",
            description =
                    "When a write is on disk: always (before its answer), interval:MILLISECONDS, or"
                            + " never (default: always).")
    private String sync = "always";

    @Mixin private MemoryOption memory = new MemoryOption();

    /// The options that they say.
    ///
    /// @throws UsageException if one of them cannot be right
    public DatabaseOptions options() {
        return UsageException.check(
                () -> memory.in(DatabaseOptions.DEFAULT.withSync(SyncText.parse(sync))));
    }
}
