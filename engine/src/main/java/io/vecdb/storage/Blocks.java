package io.vecdb.storage;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// Which blocks of a file's body were found to be what was written.
///
/// A block is verified before its first use, by whoever uses it first; two threads may both do so.
/// Once all blocks are, a question costs one read of a number that does not change any more.
/// Thread-safe, without locks: the bytes do not change, so nothing has to be published but the bits
/// themselves. Takes one bit for each block.
final class Blocks {
    /// Nothing to verify: memory that was not read from a file.
    static final Blocks OF_MEMORY = new Blocks("memory", MemorySegment.NULL, 0);

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final String file;
    private final MemorySegment bytes;
    private final long bodyBytes;
    private final int count;
    private final long[] verified;

    /// How many blocks are not verified.
    private final AtomicInteger left;

    /// @param file the file's name
    /// @param bytes the whole file, whose footer was verified
    /// @param bodyBytes the length of its body
    Blocks(String file, MemorySegment bytes, long bodyBytes) {
        this.file = file;
        this.bytes = bytes;
        this.bodyBytes = bodyBytes;
        this.count = (int) FileLayout.blocks(bodyBytes);
        this.verified = new long[(count + Long.SIZE - 1) / Long.SIZE];
        this.left = new AtomicInteger(count);
    }

    String file() {
        return file;
    }

    int count() {
        return count;
    }

    /// Bytes of a block; only the last one may be shorter than the others.
    long length(int block) {
        return Math.min(FileLayout.BLOCK_BYTES, bodyBytes - from(block));
    }

    private static long from(int block) {
        return (long) block * FileLayout.BLOCK_BYTES;
    }

    boolean allVerified() {
        return left.getOpaque() == 0;
    }

    boolean isVerified(int block) {
        long word = (long) WORD.getOpaque(verified, block / Long.SIZE);
        return (word & bit(block)) != 0;
    }

    /// Verifies those of the blocks that hold these bytes of the body which were not yet.
    ///
    /// @throws DbException CORRUPT, each time, if one is not what was written
    void require(long from, long length) {
        Objects.checkFromIndexSize(from, length, bodyBytes);
        int end = (int) FileLayout.blocks(from + length);
        for (int block = (int) (from / FileLayout.BLOCK_BYTES); block < end; block++) {
            if (!isVerified(block)) {
                Damage damage = check(block);
                if (damage != null) {
                    throw StorageErrors.corrupt(damage);
                }
            }
        }
    }

    /// Reads a block, whether it was verified before or not. One that was and is damaged now counts
    /// as not verified from now on.
    @Nullable Damage check(int block) {
        long from = FileLayout.HEADER_BYTES + from(block);
        long length = length(block);
        long table = FileLayout.HEADER_BYTES + bodyBytes;
        int stored = bytes.get(LittleEndian.INT, table + (long) Integer.BYTES * block);
        boolean sound = Checksums.crc32c(bytes, from, length) == stored;
        mark(block, sound);
        return sound
                ? null
                : new Damage(file, from, "the block of " + length + " bytes fails its checksum");
    }

    /// What to say of a block that cannot be read.
    Damage unreadable(int block) {
        return new Damage(
                file,
                FileLayout.HEADER_BYTES + from(block),
                "the block of " + length(block) + " bytes " + MappedReads.UNREADABLE);
    }

    private void mark(int block, boolean sound) {
        int word = block / Long.SIZE;
        long bit = bit(block);
        if (sound) {
            long before = (long) WORD.getAndBitwiseOr(verified, word, bit);
            if ((before & bit) == 0) {
                left.decrementAndGet();
            }
        } else {
            long before = (long) WORD.getAndBitwiseAnd(verified, word, ~bit);
            if ((before & bit) != 0) {
                left.incrementAndGet();
            }
        }
    }

    private static long bit(int block) {
        return 1L << block;
    }
}
