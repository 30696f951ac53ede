package io.vecdb.app.imports;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A stream whose reads end when the program is asked to stop, however long the source is silent. A
/// read of standard input cannot be interrupted, so a daemon thread does the reading.
///
/// For one reading thread. Closing it leaves the source open.
final class StoppableInput extends InputStream {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int CHUNKS_AHEAD = 4;
    private static final long POLL_MILLIS = 50;

    private final BooleanSupplier stopped;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
    private byte[] current = new byte[0];
    private int position;
    private @Nullable Chunk last;

    private sealed interface Chunk {
        record Bytes(byte[] bytes) implements Chunk {}

        record End() implements Chunk {}

        record Failure(IOException reason) implements Chunk {}
    }

    /// @param source read from now on, ahead of what is asked for
    /// @param stopped asked while waiting; true ends the wait
    StoppableInput(InputStream source, BooleanSupplier stopped) {
        this.stopped = stopped;
        Thread.ofPlatform().daemon().name("standard-input").start(() -> pump(source));
    }

    private void pump(InputStream source) {
        try {
            Chunk chunk;
            do {
                chunk = next(source);
                chunks.put(chunk);
            } while (chunk instanceof Chunk.Bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Chunk next(InputStream source) {
        try {
            byte[] buffer = new byte[CHUNK_BYTES];
            int count = source.read(buffer, 0, buffer.length);
            return count < 0 ? new Chunk.End() : new Chunk.Bytes(Arrays.copyOf(buffer, count));
        } catch (IOException e) {
            return new Chunk.Failure(e);
        }
    }

    /// @throws InterruptedIOException if the program was asked to stop
    @Override
    public int read() throws IOException {
        return fill() ? current[position++] & 0xff : -1;
    }

    /// @throws InterruptedIOException if the program was asked to stop
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    /// What can be read without waiting.
    @Override
    public int available() {
        if (position < current.length) {
            return current.length - position;
        }
        return chunks.peek() instanceof Chunk.Bytes bytes ? bytes.bytes().length : 0;
    }

    /// Whether there is a byte to take.
    private boolean fill() throws IOException {
        while (position == current.length) {
            Chunk chunk = last == null ? take() : last;
            switch (chunk) {
                case Chunk.Bytes bytes -> {
                    current = bytes.bytes();
                    position = 0;
                }
                case Chunk.End end -> {
                    last = end;
                    return false;
                }
                case Chunk.Failure failure -> {
                    last = failure;
                    throw failure.reason();
                }
            }
        }
        return true;
    }

    private Chunk take() throws InterruptedIOException {
        try {
            Chunk chunk = null;
            while (chunk == null) {
                if (stopped.getAsBoolean()) {
                    throw new InterruptedIOException("asked to stop");
                }
                chunk = chunks.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
            return chunk;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
