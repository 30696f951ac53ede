package io.vecdb.app.console;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them.
public final class Quantity {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    private Quantity() {}

    /// With separators, such as `12,345`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// With what is counted, such as `1 file` or `1,234 files`.
    ///
    /// @param noun in the singular; takes an s
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /// In the decimal unit that fits, such as `12.3 MB`.
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1_000 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return unit == 0
                ? bytes + " " + UNITS[0]
                : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /// In seconds or milliseconds, such as `1.25 s` or `3.1 ms`.
    public static String time(Duration duration) {
        double seconds = seconds(duration);
        return seconds >= 1
                ? String.format(Locale.ROOT, "%.2f s", seconds)
                : String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
    }

    /// In seconds.
    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
