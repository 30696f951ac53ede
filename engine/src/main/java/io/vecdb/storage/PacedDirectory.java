package io.vecdb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A directory as those see it who write in the background: new files are written at a bounded
/// rate. Everything else is as in the directory behind it, which stays the caller's to close.
/// Thread-safe.
public final class PacedDirectory extends ForwardingDirectory {
    private final WriteRate rate;

    /// @param directory where the files are
    /// @param rate that all who are given it keep to together
    public PacedDirectory(Directory directory, WriteRate rate) {
        super(directory);
        this.rate = rate;
    }

    @Override
    public OutputFile create(String name) throws IOException {
        return new PacedFile(super.create(name));
    }

    /// Does nothing.
    @Override
    public void close() {}

    private final class PacedFile extends ForwardingFile {
        PacedFile(OutputFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            super.write(bytes);
            rate.pace(count);
        }
    }
}
