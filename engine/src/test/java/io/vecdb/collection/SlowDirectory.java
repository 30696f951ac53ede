package io.vecdb.collection;

import io.vecdb.storage.Directory;
import io.vecdb.storage.ForwardingDirectory;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.OutputFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/// A directory whose calls take their time: each a random one, most short, a few long.
final class SlowDirectory extends ForwardingDirectory {
    private final Random random;
    private final int delayMaxMillis;

    SlowDirectory(Directory directory, long seed, int delayMaxMillis) {
        super(directory);
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
        return new Output(super.create(name));
    }

    @Override
    public OutputFile overwrite(String name, long from) throws IOException {
        delay();
        return new Output(super.overwrite(name, from));
    }

    @Override
    public InputFile read(String name) throws IOException {
        delay();
        return super.read(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        delay();
        return super.list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
        delay();
        super.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        delay();
        super.rename(from, to);
    }

    @Override
    public void sync(String folder) throws IOException {
        delay();
        super.sync(folder);
    }

    private final class Output extends ForwardingFile {
        Output(OutputFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            delay();
            super.write(bytes);
        }

        @Override
        public void reserve(long bytes) throws IOException {
            delay();
            super.reserve(bytes);
        }

        @Override
        public void sync() throws IOException {
            delay();
            super.sync();
        }
    }
}
