package io.vecdb.app.imports;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Cuts a stream of bytes into lines, in bounded memory. Blank lines are passed over but counted.
///
/// Not thread-safe.
final class LineReader {
    /// Most bytes of a line: a point of the largest dimension with the largest payload fits.
    static final int LINE_BYTES_MAX = 8 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;
    private long number;

    /// @param in read to its end, not closed
    LineReader(InputStream in) {
        this.in = in;
    }

    /// A line.
    ///
    /// @param number counted from 1
    /// @param bytes the line without its end, or null if it is longer than [#LINE_BYTES_MAX]
    record Line(long number, byte @Nullable [] bytes) {}

    /// The next line that is not blank, or null after the last.
    @Nullable Line next() throws IOException {
        while (fill()) {
            number++;
            byte[] line = readLine();
            if (line == null || !isBlank(line)) {
                return new Line(number, line);
            }
        }
        return null;
    }

    private byte @Nullable [] readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean ended = false;
        while (!ended && fill()) {
            int stop = position;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            tooLong |= line.size() + (stop - position) > LINE_BYTES_MAX;
            if (!tooLong) {
                line.write(buffer, position, stop - position);
            }
            ended = stop < end;
            position = ended ? stop + 1 : stop;
        }
        return tooLong ? null : line.toByteArray();
    }

    /// Whether there is a byte to take.
    private boolean fill() throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return position < end;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
