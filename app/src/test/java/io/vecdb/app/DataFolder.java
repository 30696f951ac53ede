package io.vecdb.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs commands on the database in a folder.
///
/// @param folder given as `--data` behind the other arguments
public record DataFolder(Path folder) {
    /// Runs one.
    public Program.Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return Program.run(all.toArray(String[]::new));
    }

    /// Runs one with JSON for its output.
    public Program.Result json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", "json"));
        return run(all.toArray(String[]::new));
    }
}
