package io.vecdb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A directory as those see it who write in the background: new files are written at a bounded
/// rate. Everything else is as in the directory behind it, which stays the caller's to close.
/// Thread-safe.
public final class PacedDirectory implements Directory {
    private final Directory directory;
    private final WriteRate rate;

    /// @param directory where the files are
    /// @param rate that all who are given it keep to together
    public PacedDirectory(Directory directory, WriteRate rate) {
        this.directory = directory;
        this.rate = rate;
    }

    @Override
    public OutputFile create(String name) throws IOException {
        return new PacedFile(directory.create(name));
    }

    @Override
    public OutputFile overwrite(String name, long from) throws IOException {
        return directory.overwrite(name, from);
    }

    @Override
    public InputFile read(String name) throws IOException {
        return directory.read(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return directory.list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
        directory.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        directory.rename(from, to);
    }

    @Override
    public void sync(String folder) throws IOException {
        directory.sync(folder);
    }

    /// Does nothing.
    @Override
    public void close() {}

    private final class PacedFile implements OutputFile {
        private final OutputFile file;

        PacedFile(OutputFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            file.write(bytes);
            rate.pace(count);
        }

        @Override
        public void reserve(long bytes) throws IOException {
            file.reserve(bytes);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public long length() {
            return file.length();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
