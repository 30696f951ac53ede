package io.vecdb.app.cli;

import io.vecdb.api.DbException;
import io.vecdb.api.SyncPolicy;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sync policies as they are written on the command line: `always`, `never`, `interval:100`.
public final class SyncText {
    private static final Pattern INTERVAL = Pattern.compile("interval:([0-9]{1,9})");

    private SyncText() {}

    /// Reads a policy.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is none
    public static SyncPolicy parse(String text) {
        if (text.equals("always")) {
            return SyncPolicy.ALWAYS;
        }
        if (text.equals("never")) {
            return SyncPolicy.NEVER;
        }
        Matcher interval = INTERVAL.matcher(text);
        if (interval.matches()) {
            return new SyncPolicy.Interval(Duration.ofMillis(Long.parseLong(interval.group(1))));
        }
        throw DbException.invalid(
                "'"
                        + text
                        + "' is no sync policy; it is always, never or interval:MILLISECONDS, such"
                        + " as interval:100.");
    }
}
