package io.vecdb.app.imports;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/// A file or standard input, decompressed if it begins like gzip, that tells how much of it was
/// read.
final class ImportSource implements AutoCloseable {
    /// Stands for standard input.
    static final String STANDARD_INPUT = "-";

    private final String name;
    private final long sizeBytes;
    private final Counter raw;
    private final BufferedInputStream buffered;
    private @Nullable InputStream content;

    private ImportSource(String name, long sizeBytes, InputStream in) {
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.raw = new Counter(in);
        this.buffered = new BufferedInputStream(raw, 1 << 16);
    }

    /// Opens a file, or standard input for `-`.
    ///
    /// @param stopped asked while standard input is silent; true ends the wait with an
    ///   [java.io.InterruptedIOException]
    /// @throws DbException NOT_FOUND if there is no such file, IO_ERROR if it cannot be read
    static ImportSource open(String file, InputStream standardInput, BooleanSupplier stopped) {
        if (file.equals(STANDARD_INPUT)) {
            return new ImportSource(
                    "standard input", 0, new StoppableInput(standardInput, stopped));
        }
        Path path = Path.of(file);
        try {
            return new ImportSource(file, Files.size(path), Files.newInputStream(path));
        } catch (NoSuchFileException e) {
            throw new DbException(ErrorCode.NOT_FOUND, "There is no file " + file + ".", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// The failure for what went wrong while reading.
    static DbException unreadable(String name, IOException e) {
        return new DbException(
                ErrorCode.IO_ERROR, name + " cannot be read: " + e.getMessage() + ".", e);
    }

    /// What to call it in messages.
    String name() {
        return name;
    }

    /// The bytes, decompressed. The first call waits for the source's first bytes.
    InputStream content() throws IOException {
        InputStream known = content;
        if (known == null) {
            buffered.mark(2);
            boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            known = gzip ? new GZIPInputStream(buffered) : buffered;
            content = known;
        }
        return known;
    }

    /// How much of it was read, 0 to 1; NaN for standard input.
    double fraction() {
        return sizeBytes == 0 ? Double.NaN : Math.min(1, (double) raw.bytes / sizeBytes);
    }

    @Override
    public void close() {
        try {
            buffered.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /// Counts the bytes that were read.
    private static final class Counter extends FilterInputStream {
        private long bytes;

        Counter(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
