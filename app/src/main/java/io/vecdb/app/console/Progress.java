package io.vecdb.app.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Shows how far a long piece of work has come, with its rate and the time left: on a terminal one
/// line that is drawn again and again, elsewhere a line every few seconds.
///
/// Not thread-safe: one thread reports.
public final class Progress implements AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final LongSupplier nanoClock;
    private final ProgressLine line;
    private final long startNanos;
    private long shownNanos;
    private boolean drawn;

    /// Progress of a known number of units, on the console's standard error.
    ///
    /// @param label what is being done, one or two words
    /// @param total units of work in all
    /// @param already units that were done before this run; they do not count for the rate
    public static Progress of(Console console, String label, long total, long already) {
        return on(console, new ProgressLine(label, total, already));
    }

    /// Progress of work whose number of units nobody knows; see [#done(long, double)].
    public static Progress unknown(Console console, String label) {
        return on(console, new ProgressLine(label, 0, 0));
    }

    private static Progress on(Console console, ProgressLine line) {
        int width = console.tty().error() ? console.width() : 0;
        return new Progress(console.err(), width, System::nanoTime, line);
    }

    /// @param width columns of the terminal, 0 where there is none
    Progress(PrintStream out, int width, LongSupplier nanoClock, ProgressLine line) {
        this.out = out;
        this.terminal = width > 0;
        this.width = width;
        this.nanoClock = nanoClock;
        this.line = line;
        this.startNanos = nanoClock.getAsLong();
        this.shownNanos = startNanos;
        if (terminal) {
            show(line.already(), line.fraction(line.already()), startNanos);
        }
    }

    /// Says that so many units are done, those of earlier runs included. Cheap; shows it only if
    /// the last time was long enough ago.
    public void done(long units) {
        done(units, line.fraction(units));
    }

    /// As [#done(long)], where another measure tells how much of the work that is.
    ///
    /// @param fraction 0 to 1, or NaN if that is not known
    public void done(long units, double fraction) {
        long now = nanoClock.getAsLong();
        if (now - shownNanos >= (terminal ? REDRAW_NANOS : LINE_NANOS)) {
            show(units, fraction, now);
        }
    }

    /// Writes a line of its own; the bar comes back below it.
    public void say(String remark) {
        if (drawn) {
            out.print(CLEAR_LINE);
            drawn = false;
        }
        out.println(remark);
    }

    /// Shows the last state, whatever was shown before, and ends the line.
    ///
    /// @param complete whether all the work is done
    public void finish(long units, boolean complete) {
        show(units, complete ? 1 : line.fraction(units), nanoClock.getAsLong());
        close();
    }

    /// Leaves the cursor at the beginning of a line, so that an error message can follow.
    @Override
    public void close() {
        if (drawn) {
            out.println();
            drawn = false;
        }
    }

    private void show(long units, double fraction, long nowNanos) {
        shownNanos = nowNanos;
        String text = line.format(units, fraction, Duration.ofNanos(nowNanos - startNanos), width);
        if (terminal) {
            out.print(CLEAR_LINE + text);
            out.flush();
            drawn = true;
        } else {
            out.println(text);
        }
    }
}
