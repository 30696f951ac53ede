package io.vecdb.collection;

import io.vecdb.api.Value;

import java.util.Map;

/// Measures payloads without encoding them.
final class PayloadSize {
    private PayloadSize() {}

    /// About the number of bytes of the stored form, never less than a third of it (characters are
    /// counted, not UTF-8 bytes).
    static long bytes(Map<String, Value> payload) {
        long sum = 1;
        for (var field : payload.entrySet()) {
            sum += 1 + field.getKey().length() + bytes(field.getValue());
        }
        return sum;
    }

    private static long bytes(Value value) {
        return switch (value) {
            case Value.Null none -> 1;
            case Value.Bool bool -> 1;
            case Value.Int number -> 9;
            case Value.Real number -> 9;
            case Value.Text text -> 2L + text.value().length();
            case Value.Array array ->
                    2 + array.items().stream().mapToLong(PayloadSize::bytes).sum();
            case Value.Struct struct -> 1 + bytes(struct.fields());
        };
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
