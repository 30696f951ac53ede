package io.vecdb.storage;

import io.vecdb.storage.FaultyDirectory.Survival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// One file's content on a [FaultyDirectory]: as the program sees it, and as the disk holds it.
final class FaultyFile {
    private byte[] seen;
    private int length;
    private byte[] durable;
    private final List<Pending> pending = new ArrayList<>();

    FaultyFile(byte[] content) {
        this.seen = content.clone();
        this.length = content.length;
        this.durable = content.clone();
    }

    /// Bytes written at `offset` that no sync has covered.
    private record Pending(int offset, byte[] bytes) {
        byte[] appliedTo(byte[] content, int count) {
            byte[] result = Arrays.copyOf(content, Math.max(content.length, offset + count));
            System.arraycopy(bytes, 0, result, offset, count);
            return result;
        }

        byte[] appliedTo(byte[] content) {
            return appliedTo(content, bytes.length);
        }

        /// Keeps the beginning up to some sector.
        byte[] tornOnto(byte[] content, Random random) {
            return appliedTo(content, sectorEnd(random.nextInt(bytes.length + 1)));
        }

        /// Keeps some sectors; where others are lost stands what stood there before, and zeros
        /// behind the old end.
        byte[] scatteredOnto(byte[] content, Random random) {
            byte[] result = content;
            int from = 0;
            while (from < bytes.length) {
                int to = sectorEnd(from + 1);
                if (random.nextBoolean()) {
                    result = Arrays.copyOf(result, Math.max(result.length, offset + to));
                    System.arraycopy(bytes, from, result, offset + from, to - from);
                }
                from = to;
            }
            return result;
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
        pending.add(new Pending(offset, bytes));
        int end = offset + bytes.length;
        if (end > seen.length) {
            seen = Arrays.copyOf(seen, Math.max(end, 2 * seen.length));
        }
        System.arraycopy(bytes, 0, seen, offset, bytes.length);
        length = Math.max(length, end);
    }

    int length() {
        return length;
    }

    void sync() {
        for (Pending change : pending) {
            durable = change.appliedTo(durable);
        }
        pending.clear();
    }

    /// What a failed sync leaves: nothing more to write, and nothing written.
    void loseUnsynced() {
        pending.clear();
    }

    byte[] content() {
        return Arrays.copyOf(seen, length);
    }

    /// The same file, with what is and what is not durable in it.
    FaultyFile copy() {
        FaultyFile copy = new FaultyFile(durable);
        copy.seen = content();
        copy.length = length;
        copy.pending.addAll(pending);
        return copy;
    }

    FaultyFile afterPowerLoss(Survival survival, Random random) {
        byte[] content = durable;
        for (int i = 0; i < pending.size(); i++) {
            Pending change = pending.get(i);
            boolean last = i == pending.size() - 1;
            content =
                    switch (survival) {
                        case NONE -> content;
                        case ALL -> change.appliedTo(content);
                        case TORN ->
                                last ? change.tornOnto(content, random) : change.appliedTo(content);
                        case RANDOM -> change.scatteredOnto(content, random);
                    };
        }
        return new FaultyFile(content);
    }
}
