package io.vecdb.collection;

import io.vecdb.api.Value;

import java.util.Map;

/// Measures payloads without encoding them.
final class PayloadSize {
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

    /// Levels of lists and objects, the payload itself included; counted up to `limit` + 1.
    static int depth(Map<String, Value> payload, int limit) {
        return depth(new Value.Struct(payload), limit);
    }

    private static int depth(Value value, int limit) {
        Iterable<Value> children =
                switch (value) {
                    case Value.Array array -> array.items();
                    case Value.Struct struct -> struct.fields().values();
                    case Value.Null none -> null;
                    case Value.Bool bool -> null;
                    case Value.Int number -> null;
                    case Value.Real number -> null;
                    case Value.Text text -> null;
                };
        if (children == null) {
            return 0;
        }
        int deepest = 0;
        if (limit > 0) {
            for (Value child : children) {
                deepest = Math.max(deepest, depth(child, limit - 1));
            }
        }
        return deepest + 1;
    }
}
