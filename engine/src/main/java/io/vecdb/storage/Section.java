package io.vecdb.storage;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;

import java.lang.foreign.MemorySegment;

/// A piece of a mapped file that is verified as it is read: before bytes are looked at for the
/// first time, the checksums of their blocks are compared. It knows where it stands, so that damage
/// is reported with file and byte.
///
/// Once the whole file was verified, which a scrub sees to, what is left of the check is one
/// comparison. Thread-safe; usable until its [FileReader] is closed.
public final class Section {
    private final Blocks blocks;
    private final MemorySegment bytes;

    /// Byte of the body at which the piece begins.
    private final long offset;

    private Section(Blocks blocks, MemorySegment bytes, long offset) {
        this.blocks = blocks;
        this.bytes = bytes;
        this.offset = offset;
    }

    /// The whole body of a file.
    static Section ofBody(Blocks blocks, MemorySegment body) {
        return new Section(blocks, body, 0);
    }

    /// Memory that was never in a file; there is nothing to verify.
    public static Section ofMemory(MemorySegment bytes) {
        return new Section(Blocks.OF_MEMORY, bytes, 0);
    }

    /// The file's name.
    public String file() {
        return blocks.file();
    }

    /// Length of the piece.
    public long byteSize() {
        return bytes.byteSize();
    }

    /// The bytes as they are. Whoever reads some of them calls [#require] for them before.
    public MemorySegment unverified() {
        return bytes;
    }

    /// Verifies the blocks of some bytes, unless they were verified before.
    ///
    /// @param from byte of the piece; they must lie within it
    /// @throws DbException CORRUPT, each time, if they are not what was written
    public void require(long from, long length) {
        if (!blocks.allVerified()) {
            blocks.require(offset + from, length);
        }
    }

    /// Whether [#require] has nothing to do any more, for whatever bytes.
    public boolean isVerified() {
        return blocks.allVerified();
    }

    /// The bytes, all of them verified.
    ///
    /// @throws DbException CORRUPT
    public MemorySegment verified() {
        require(0, bytes.byteSize());
        return bytes;
    }

    /// The piece from one byte up to another.
    ///
    /// @throws DbException CORRUPT if there is no such piece
    public Section slice(long from, long to) {
        if (from < 0 || from > to || to > bytes.byteSize()) {
            throw corrupt(
                    0,
                    "a piece of "
                            + bytes.byteSize()
                            + " bytes has no part from "
                            + from
                            + " to "
                            + to);
        }
        return new Section(blocks, bytes.asSlice(from, to - from), offset + from);
    }

    /// Reads the piece from its beginning, after verifying all of it.
    ///
    /// @throws DbException CORRUPT
    public ByteReader reader() {
        return new ByteReader(verified(), blocks.file(), FileLayout.HEADER_BYTES + offset);
    }

    /// The 32-bit integer at a byte of the piece, which must lie within.
    ///
    /// @throws DbException CORRUPT
    public int intAt(long at) {
        require(at, Integer.BYTES);
        return bytes.get(LittleEndian.INT, at);
    }

    /// The 64-bit integer at a byte of the piece, which must lie within.
    ///
    /// @throws DbException CORRUPT
    public long longAt(long at) {
        require(at, Long.BYTES);
        return bytes.get(LittleEndian.LONG, at);
    }

    /// A CORRUPT error for something in the piece.
    ///
    /// @param at byte of the piece
    /// @param finding what is wrong there, a clause without a full stop
    public DbException corrupt(long at, String finding) {
        return StorageErrors.corrupt(damage(at, finding));
    }

    /// The same as a [Damage].
    public Damage damage(long at, String finding) {
        return new Damage(blocks.file(), FileLayout.HEADER_BYTES + offset + at, finding);
    }
}
