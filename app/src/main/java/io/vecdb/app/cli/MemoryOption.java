package io.vecdb.app.cli;

import io.vecdb.DatabaseOptions;
import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The option that says how much memory writes and merges may use.
public final class MemoryOption {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kmg]?)b?");

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "Memory for writes that are not in files yet and for merges, such as 512m or 4g"
                            + " (default: half of the heap).")
    private @Nullable String memory;

    /// The usual options with that memory.
    ///
    /// @throws UsageException if it cannot be right
    public DatabaseOptions options() {
        return UsageException.check(() -> in(DatabaseOptions.DEFAULT));
    }

    DatabaseOptions in(DatabaseOptions options) {
        return memory == null
                ? options
                : options.withResources(options.resources().withMemoryBytes(bytes(memory)));
    }

    private static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw DbException.invalid(
                    "'" + size + "' is no size; write a number of bytes, or 512m or 4g.");
        }
        int shift =
                switch (matcher.group(2)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw DbException.invalid("'" + size + "' is more memory than any machine has.");
        }
        return number << shift;
    }
}
