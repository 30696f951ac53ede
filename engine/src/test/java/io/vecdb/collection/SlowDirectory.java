package io.vecdb.collection;

import io.vecdb.storage.Directory;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.OutputFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/// A directory whose calls take their time: each a random one, most short, a few long.
final class SlowDirectory implements Directory {
    private final Directory directory;
    private final Random random;
    private final int delayMaxMillis;

    SlowDirectory(Directory directory, long seed, int delayMaxMillis) {
        this.directory = directory;
        random = new Random(seed);
        this.delayMaxMillis = delayMaxMillis;
    }

    private void delay() {
        double share = random.nextDouble();
        try {
            Thread.sleep((long) (delayMaxMillis * Math.pow(share, 8)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public OutputFile create(String name) throws IOException {
        delay();
        return new Output(directory.create(name));
    }

    @Override
    public OutputFile overwrite(String name, long from) throws IOException {
        delay();
        return new Output(directory.overwrite(name, from));
    }

    @Override
    public InputFile read(String name) throws IOException {
        delay();
        return directory.read(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        delay();
        return directory.list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
        delay();
        directory.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        delay();
        directory.rename(from, to);
    }

    @Override
    public void sync(String folder) throws IOException {
        delay();
        directory.sync(folder);
    }

    @Override
    public void close() {
        directory.close();
    }

    private final class Output implements OutputFile {
        private final OutputFile file;

        Output(OutputFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            delay();
            file.write(bytes);
        }

        @Override
        public void reserve(long bytes) throws IOException {
            delay();
            file.reserve(bytes);
        }

        @Override
        public void sync() throws IOException {
            delay();
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
