package io.vecdb.storage;

import io.vecdb.storage.FaultyDirectory.Survival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// One file's content on a [FaultyDirectory]: as the program sees it, and as the disk holds it.
final class FaultyFile {
    private final Content seen;
    private final Content durable;
    private final List<Pending> pending = new ArrayList<>();

    FaultyFile(byte[] content) {
        this(new Content(content), new Content(content));
    }

    private FaultyFile(Content seen, Content durable) {
        this.seen = seen;
        this.durable = durable;
    }

    /// Bytes that can be written over and grow.
    private static final class Content {
        private byte[] bytes;
        private int length;

        Content(byte[] content) {
            bytes = content.clone();
            length = content.length;
        }

        /// Puts part of a write at its place; what is skipped behind the old end reads as zeros.
        void put(Pending write, int from, int to) {
            int end = write.offset + to;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(write.bytes, from, bytes, write.offset + from, to - from);
            length = Math.max(length, end);
        }

        byte[] toArray() {
            return Arrays.copyOf(bytes, length);
        }
    }

    /// Bytes written at `offset` that no sync has covered.
    private record Pending(int offset, byte[] bytes) {
        void applyTo(Content content) {
            content.put(this, 0, bytes.length);
        }

        /// Keeps the beginning up to some sector.
        void tearOnto(Content content, Random random) {
            content.put(this, 0, sectorEnd(random.nextInt(bytes.length + 1)));
        }

        /// Keeps some sectors; where others are lost stands what stood there before.
        void scatterOnto(Content content, Random random) {
            int from = 0;
            while (from < bytes.length) {
                int to = sectorEnd(from + 1);
                if (random.nextBoolean()) {
                    content.put(this, from, to);
                }
                from = to;
            }
        }

        /// The first end of a sector of the file at or behind byte `at` of this write.
        private int sectorEnd(int at) {
            int sector = FaultyDirectory.SECTOR_BYTES;
            int end = (offset + at + sector - 1) / sector * sector - offset;
            return Math.min(end, bytes.length);
        }
    }

    /// Writes over what stands at `offset`, which is within the file or its end.
    void write(int offset, byte[] bytes) {
        Pending write = new Pending(offset, bytes);
        pending.add(write);
        write.applyTo(seen);
    }

    int length() {
        return seen.length;
    }

    void sync() {
        pending.forEach(write -> write.applyTo(durable));
        pending.clear();
    }

    /// What a failed sync leaves: nothing more to write, and nothing written.
    void loseUnsynced() {
        pending.clear();
    }

    byte[] content() {
        return seen.toArray();
    }

    /// The same file, with what is and what is not durable in it.
    FaultyFile copy() {
        FaultyFile copy =
                new FaultyFile(new Content(seen.toArray()), new Content(durable.toArray()));
        copy.pending.addAll(pending);
        return copy;
    }

    FaultyFile afterPowerLoss(Survival survival, Random random) {
        Content left = new Content(durable.toArray());
        for (int i = 0; i < pending.size(); i++) {
            Pending write = pending.get(i);
            boolean last = i == pending.size() - 1;
            switch (survival) {
                case NONE -> {}
                case ALL -> write.applyTo(left);
                case TORN -> {
                    if (last) {
                        write.tearOnto(left, random);
                    } else {
                        write.applyTo(left);
                    }
                }
                case RANDOM -> write.scatterOnto(left, random);
            }
        }
        return new FaultyFile(left.toArray());
    }
}
