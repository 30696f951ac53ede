package io.vecdb.storage;

import io.vecdb.api.DbException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;

/// An immutable file, mapped, whose header, footer and blocks were verified when it was opened.
///
/// Thread-safe. Opening reads every byte once (one pass of CRC32C).
public final class FileReader implements AutoCloseable {
    private final InputFile file;
    private final MemorySegment body;

    private FileReader(InputFile file, long bodyBytes) {
        this.file = file;
        this.body = file.bytes().asSlice(FileLayout.HEADER_BYTES, bodyBytes);
    }

    /// Opens and verifies a file.
    ///
    /// @param format the expected name and the newest version that the caller reads
    /// @throws DbException CORRUPT (file and byte), also if the file is missing; UNSUPPORTED_FORMAT
    ///   if it is foreign, of another format or newer; IO_ERROR
    public static FileReader open(Directory directory, String name, FileFormat format) {
        InputFile file;
        try {
            file = directory.read(name);
        } catch (NoSuchFileException e) {
            throw StorageErrors.corrupt(name, 0, "the file is missing", e);
        } catch (IOException e) {
            throw StorageErrors.io("read", name, e);
        }
        try {
            return new FileReader(file, FileLayout.verify(name, file.bytes(), format));
        } catch (DbException e) {
            file.close();
            throw e;
        }
    }

    /// What was written between header and footer; begins 64-byte-aligned in memory.
    public MemorySegment body() {
        return body;
    }

    /// Byte of the file at which the body begins, for messages that name a place in the file.
    public long bodyOffset() {
        return FileLayout.HEADER_BYTES;
    }

    /// The file's name in its directory.
    public String name() {
        return file.name();
    }

    /// Length of the whole file in bytes.
    public long fileBytes() {
        return file.bytes().byteSize();
    }

    /// Unmaps the file; reading [#body()] afterwards throws `IllegalStateException`.
    @Override
    public void close() {
        file.close();
    }
}
