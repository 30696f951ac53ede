package io.vecdb.collection;

import io.vecdb.api.Value;

import java.util.Map;

/// Measures payloads without encoding them.
final class PayloadSize {
    /// Of a varLong.
    private static final long NUMBER_BYTES_MOST = 10;

    /// Of a UTF-16 code unit.
    private static final long UTF8_BYTES_MOST = 3;

    private PayloadSize() {}

    /// Bytes of the stored form that [io.vecdb.storage.ValueCodec] gives the payload.
    static long bytes(Map<String, Value> payload) {
        long sum = varInt(payload.size());
        for (var field : payload.entrySet()) {
            sum += text(field.getKey()) + bytes(field.getValue());
        }
        return sum;
    }

    private static long bytes(Value value) {
        return 1
                + switch (value) {
                    case Value.Null none -> 0;
                    case Value.Bool bool -> 0;
                    case Value.Int number -> varInt(number.value() << 1 ^ number.value() >> 63);
                    case Value.Real number -> Double.BYTES;
                    case Value.Text text -> text(text.value());
                    case Value.Array array ->
                            varInt(array.items().size())
                                    + array.items().stream().mapToLong(PayloadSize::bytes).sum();
                    case Value.Struct struct -> bytes(struct.fields());
                };
    }

    private static int varInt(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /// A length and the UTF-8 bytes; surrogates come in pairs that take four.
    private static long text(String text) {
        long utf8 = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                utf8 += 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                utf8 += 2;
            } else {
                utf8 += 3;
            }
        }
        return varInt(utf8) + utf8;
    }

    /// What [#bytes] cannot exceed, without looking at each character of a text.
    static long bytesAtMost(Map<String, Value> payload) {
        long sum = NUMBER_BYTES_MOST;
        for (var field : payload.entrySet()) {
            sum += textAtMost(field.getKey()) + bytesAtMost(field.getValue());
        }
        return sum;
    }

    private static long bytesAtMost(Value value) {
        return 1
                + switch (value) {
                    case Value.Null none -> 0;
                    case Value.Bool bool -> 0;
                    case Value.Int number -> NUMBER_BYTES_MOST;
                    case Value.Real number -> Double.BYTES;
                    case Value.Text text -> textAtMost(text.value());
                    case Value.Array array -> {
                        long sum = NUMBER_BYTES_MOST;
                        for (Value item : array.items()) {
                            sum += bytesAtMost(item);
                        }
                        yield sum;
                    }
                    case Value.Struct struct -> bytesAtMost(struct.fields());
                };
    }

    private static long textAtMost(String text) {
        return NUMBER_BYTES_MOST + UTF8_BYTES_MOST * text.length();
    }

    /// Levels of lists and objects, the payload itself included; counted up to `limit` + 1.
    static int depth(Map<String, Value> payload, int limit) {
        return depth(payload.values(), limit);
    }

    private static int depth(Iterable<Value> children, int limit) {
        int deepest = 0;
        if (limit > 0) {
            for (Value child : children) {
                int below =
                        switch (child) {
                            case Value.Array array -> depth(array.items(), limit - 1);
                            case Value.Struct struct -> depth(struct.fields().values(), limit - 1);
                            case Value.Null none -> 0;
                            case Value.Bool bool -> 0;
                            case Value.Int number -> 0;
                            case Value.Real number -> 0;
                            case Value.Text text -> 0;
                        };
                deepest = Math.max(deepest, below);
            }
        }
        return deepest + 1;
    }
}
