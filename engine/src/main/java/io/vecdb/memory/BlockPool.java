package io.vecdb.memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Large blocks of native memory that are used again. The first touch of each new page of memory
/// costs the system more than writing to all of it: what writes go into is filled and given back
/// many times a second. Thread-safe.
///
/// Closing it frees the spare blocks; blocks that are in use are freed when they are given back.
public final class BlockPool implements AutoCloseable {
    /// Blocks begin at multiples of this.
    private static final int ALIGNMENT = 64;

    /// A spare block is not used for less than this share of it.
    private static final int USED_SHARE = 4;

    private final long mostBytes;
    private final List<Block> spare = new ArrayList<>();
    private long spareBytes;
    private boolean closed;

    /// @param mostBytes that spare blocks take together; 0 for none
    BlockPool(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// A block of native memory, lent to one owner.
    public static final class Block {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment bytes;

        private Block(long size) {
            bytes = arena.allocate(size, ALIGNMENT);
        }

        /// The memory, aligned to 64 bytes; what stands in it is left over from others.
        public MemorySegment bytes() {
            return bytes;
        }
    }

    /// A block of at least so many bytes.
    public Block take(long bytes) {
        Block block = takeSpare(bytes);
        return block == null ? new Block(bytes) : block;
    }

    /// A spare block of at least so many bytes, if there is one.
    public synchronized @Nullable Block takeSpare(long bytes) {
        for (Block block : spare) {
            long size = block.bytes.byteSize();
            if (size >= bytes && size / USED_SHARE <= bytes) {
                spare.remove(block);
                spareBytes -= size;
                return block;
            }
        }
        return null;
    }

    /// Takes a block back that nobody reads any more.
    public void giveBack(Block block) {
        if (!keep(block)) {
            block.arena.close();
        }
    }

    private synchronized boolean keep(Block block) {
        long size = block.bytes.byteSize();
        boolean kept = !closed && spareBytes + size <= mostBytes;
        if (kept) {
            spare.add(block);
            spareBytes += size;
        }
        return kept;
    }

    /// How much native memory the spare blocks take.
    public synchronized long spareBytes() {
        return spareBytes;
    }

    @Override
    public synchronized void close() {
        closed = true;
        spare.forEach(block -> block.arena.close());
        spare.clear();
        spareBytes = 0;
    }
}
