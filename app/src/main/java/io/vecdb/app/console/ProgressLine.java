package io.vecdb.app.console;

import java.time.Duration;
import java.util.Locale;

/// The text of a progress bar.
///
/// @param label what is being done, one or two words
/// @param total units of work in all, or 0 if that is not known
/// @param already units that were done before this run
record ProgressLine(String label, long total, long already) {
    private static final int BAR_MIN = 10;
    private static final int BAR_MAX = 30;

    /// How much of the work so many units are, NaN if the total is not known.
    double fraction(long done) {
        return total == 0 ? Double.NaN : (double) done / total;
    }

    /// The line for a moment, such as `Embedding [====> ] 4,300/10,000 43% 131/s 0:43 left`. The
    /// bar is drawn only where there is a terminal with room for it.
    ///
    /// @param done units that are done, those of earlier runs included
    /// @param fraction how much of the work that is, 0 to 1, or NaN if that is not known
    /// @param elapsed time since this run began
    /// @param width columns of the terminal, or 0 for a line in a log
    String format(long done, double fraction, Duration elapsed, int width) {
        double seconds = elapsed.toNanos() / 1e9;
        String count = String.format(Locale.ROOT, "%,d", done);
        String all = total > 0 ? String.format(Locale.ROOT, "/%,d", total) : "";
        String facts =
                count + all + percent(fraction) + rate(done, seconds) + time(fraction, seconds);
        return label + bar(fraction, width - label.length() - facts.length() - 5) + " " + facts;
    }

    private static String percent(double fraction) {
        return Double.isNaN(fraction)
                ? ""
                : String.format(Locale.ROOT, "  %3d%%", (int) (100 * fraction));
    }

    private String rate(long done, double seconds) {
        double rate = (done - already) / seconds;
        if (!(rate > 0) || Double.isInfinite(rate)) {
            return "";
        }
        return String.format(Locale.ROOT, rate < 10 ? "  %.1f/s" : "  %,.0f/s", rate);
    }

    /// The time left, reckoned from what this run has done; at the end the time it took.
    private String time(double fraction, double seconds) {
        double before = total == 0 ? 0 : fraction(already);
        if (Double.isNaN(fraction) || fraction >= 1) {
            return "  " + clock(Math.round(seconds));
        }
        if (fraction <= before) {
            return "";
        }
        double left = seconds * (1 - fraction) / (fraction - before);
        return "  " + clock(Math.round(left)) + " left";
    }

    /// The bar with a space before it, as wide as there is room, or nothing.
    private static String bar(double fraction, int room) {
        if (Double.isNaN(fraction) || room < BAR_MIN) {
            return "";
        }
        int cells = Math.min(BAR_MAX, room);
        int full = (int) (cells * fraction);
        String tip = full < cells ? ">" + " ".repeat(cells - full - 1) : "";
        return " [" + "=".repeat(full) + tip + "]";
    }

    /// Seconds as `0:07`, `12:40` or `1:02:03`.
    static String clock(long seconds) {
        long minutes = seconds / 60;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
    }
}
