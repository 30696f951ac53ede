package io.vecdb.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of the local disk, mapped.
final class MappedFile implements InputFile {
    /// The JDK has one class for mapped memory and another for allocated memory. Kernels that meet
    /// both are compiled for both, which cost graph searches about an eighth of their speed (`vecdb
    /// bench collection`). So files appear as plain native memory where the JVM was started with
    /// `--enable-native-access`; elsewhere the JVM would print a warning, which a library must not
    /// cause.
    private static final boolean NATIVE_ACCESS =
            MappedFile.class.getModule().isNativeAccessEnabled();

    private final String name;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(String name, Arena arena, MemorySegment bytes) {
        this.name = name;
        this.arena = arena;
        this.bytes = bytes;
    }

    static MappedFile open(String name, Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment bytes = Uninterrupted.call(() -> map(path, arena));
            return new MappedFile(name, arena, bytes);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static MemorySegment map(Path path, Arena arena) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // To open a pipe would wait for who writes to it.
            throw new IOException("it is no regular file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return NATIVE_ACCESS ? plain(mapped, arena) : mapped;
        }
    }

    /// The same bytes, of the same arena and as long as they are mapped, as plain native memory.
    @SuppressWarnings("restricted") // address and size are those of the mapping
    private static MemorySegment plain(MemorySegment mapped, Arena arena) {
        return MemorySegment.ofAddress(mapped.address())
                .reinterpret(mapped.byteSize(), arena, null)
                .asReadOnly();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MemorySegment bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
