package io.vecdb.storage;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// An immutable file, mapped. Opening verifies header and footer; a block of the body is verified
/// when it is used for the first time, see [Section].
///
/// Thread-safe. Opening reads 4 bytes for each 64 KiB of the file.
public final class FileReader implements AutoCloseable {
    private final InputFile file;
    private final FileFormat format;
    private final Blocks blocks;
    private final Section body;

    private FileReader(InputFile file, FileFormat format, long bodyBytes) {
        this.file = file;
        this.format = format;
        this.blocks = new Blocks(file.name(), file.bytes(), bodyBytes);
        this.body =
                Section.ofBody(blocks, file.bytes().asSlice(FileLayout.HEADER_BYTES, bodyBytes));
    }

    /// Opens a file and verifies its header and footer.
    ///
    /// @param format the expected name and the newest version that the caller reads
    /// @throws DbException CORRUPT (file and byte), also if the file is missing; UNSUPPORTED_FORMAT
    ///   if it is foreign, of another format or newer; IO_ERROR
    public static FileReader open(Directory directory, String name, FileFormat format) {
        InputFile file;
        try {
            file = directory.read(name);
        } catch (NoSuchFileException e) {
            throw StorageErrors.corrupt(new Damage(name, 0, "the file is missing"), e);
        } catch (IOException e) {
            throw StorageErrors.io("read", name, e);
        }
        try {
            return new FileReader(file, format, FileLayout.verifyEnds(name, file.bytes(), format));
        } catch (DbException e) {
            file.close();
            throw e;
        }
    }

    /// What was written between header and footer; begins 64-byte-aligned in memory.
    public Section body() {
        return body;
    }

    /// Verifies all blocks that were not yet, so that using them costs nothing more.
    ///
    /// @throws DbException CORRUPT if one is not what was written
    public void requireAll() {
        body.require(0, body.byteSize());
    }

    /// Number of blocks that the body is made of.
    public int blockCount() {
        return blocks.count();
    }

    /// Bytes of a block.
    public long blockBytes(int block) {
        return blocks.length(block);
    }

    /// Whether a block was verified and found sound since the file was opened.
    public boolean isVerified(int block) {
        return blocks.isVerified(block);
    }

    /// Reads a block again. One that was sound and is not any more gives CORRUPT to whoever uses it
    /// from now on.
    ///
    /// @return what is wrong, also if it cannot be read; or null
    public @Nullable Damage check(int block) {
        try {
            return blocks.check(block);
        } catch (InternalError e) {
            MappedReads.requireFault(e);
            return blocks.unreadable(block);
        }
    }

    /// Reads header and footer again.
    ///
    /// @return what is wrong, also if they cannot be read; nothing if they are sound
    public List<Damage> checkEnds() {
        DamageList found = new DamageList(name());
        try {
            var _ = found.reads(() -> FileLayout.verifyEnds(name(), file.bytes(), format));
        } catch (InternalError e) {
            MappedReads.requireFault(e);
            found.add(new Damage(name(), 0, "header and footer " + MappedReads.UNREADABLE));
        }
        return found.found();
    }

    /// The file's name in its directory.
    public String name() {
        return file.name();
    }

    /// Passes if this is the file that a manifest means.
    ///
    /// @throws DbException CORRUPT if it is another one, though sound
    public void requireStamp(FileStamp stamp) {
        FileLayout.verifyStamp(name(), file.bytes(), stamp);
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
