package io.vecdb.payload;

import io.vecdb.storage.Directory;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.OutputFile;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Files in memory, for tests that write thousands of them.
final class HeapDirectory implements Directory {
    private final Map<String, byte[]> files = new HashMap<>();

    @Override
    public OutputFile create(String name) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new OutputFile() {
            @Override
            public void write(ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                content.writeBytes(copy);
            }

            @Override
            public void reserve(long bytes) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void sync() {}

            @Override
            public long length() {
                return content.size();
            }

            @Override
            public void close() {
                files.put(name, content.toByteArray());
            }
        };
    }

    @Override
    public OutputFile overwrite(String name, long from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputFile read(String name) throws NoSuchFileException {
        byte[] content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        MemorySegment bytes = Arena.ofAuto().allocate(content.length, 64);
        MemorySegment.copy(MemorySegment.ofArray(content), 0, bytes, 0, content.length);
        return new InputFile() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public MemorySegment bytes() {
                return bytes;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<String> list(String folder) {
        return files.keySet().stream().sorted().toList();
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void rename(String from, String to) {
        byte[] content = files.remove(from);
        if (content != null) {
            files.put(to, content);
        }
    }

    @Override
    public void sync(String folder) {}

    @Override
    public void close() {}
}
