package io.vecdb.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages inputs in ways that readers stumble over.
final class Mutations {
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        65_535,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 40
    };

    private final Random random;
    private final List<byte[]> inputs;

    Mutations(Random random, List<byte[]> inputs) {
        this.random = random;
        this.inputs = inputs;
    }

    /// One of the inputs with a few changes.
    byte[] next() {
        byte[] bytes = pick();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] pick() {
        return inputs.get(random.nextInt(inputs.size())).clone();
    }

    private byte[] changed(byte[] bytes) {
        if (bytes.length == 0) {
            return pick();
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(9)) {
            case 0 -> set(bytes, at, bytes[at] ^ (1 << random.nextInt(8)));
            case 1 -> set(bytes, at, random.nextInt(256));
            case 2 -> set(bytes, at, bytes[at] + random.nextInt(5) - 2);
            case 3 -> number(bytes, at & -4, Integer.BYTES);
            case 4 -> number(bytes, at & -8, Long.BYTES);
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), at);
            case 7 -> spliced(bytes, at, at, Math.min(bytes.length, at + 1 + random.nextInt(16)));
            default -> crossed(bytes, at, pick());
        };
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    private byte[] number(byte[] bytes, int at, int size) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >>> (Byte.SIZE * i));
        }
        return bytes;
    }

    /// Leaves out what is from `from` up to `to`, or where that is nothing, repeats what is from
    /// `from` up to `again`.
    private static byte[] spliced(byte[] bytes, int from, int to, int again) {
        byte[] result = new byte[bytes.length - (to - from) + (again - from)];
        int head = Math.max(from, again);
        System.arraycopy(bytes, 0, result, 0, head);
        int tail = again > from ? from : to;
        System.arraycopy(bytes, tail, result, head, bytes.length - tail);
        return result;
    }

    /// The beginning of one and the rest of another.
    private static byte[] crossed(byte[] bytes, int at, byte[] other) {
        int length = Math.max(at, other.length);
        byte[] result = Arrays.copyOf(bytes, length);
        if (at < other.length) {
            System.arraycopy(other, at, result, at, other.length - at);
        }
        return result;
    }
}
