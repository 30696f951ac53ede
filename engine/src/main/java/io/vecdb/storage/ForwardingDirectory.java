package io.vecdb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A directory that does what another does, but for what a subclass changes.
public abstract class ForwardingDirectory implements Directory {
    private final Directory directory;

    /// @param directory does the work
    protected ForwardingDirectory(Directory directory) {
        this.directory = directory;
    }

    @Override
    public OutputFile create(String name) throws IOException {
        return directory.create(name);
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

    @Override
    public void close() {
        directory.close();
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /// A file that does what another does, but for what a subclass changes.
    protected abstract static class ForwardingFile implements OutputFile {
        private final OutputFile file;

        /// @param file does the work
        protected ForwardingFile(OutputFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            file.write(bytes);
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
