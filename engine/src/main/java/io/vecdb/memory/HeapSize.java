package io.vecdb.memory;

import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import java.util.Map;

/// Estimates what values take on the heap, by the layout of a 64-bit JVM with compressed
/// references: headers of 12 bytes, references of 4, sizes rounded up to 8. Cost: a walk over the
/// value.
public final class HeapSize {
    private static final long STRING = 24 + 16;
    private static final long MAP = 24 + 16;
    private static final long MAP_ENTRY = 8;
    private static final long TABLE_ENTRY = 48;

    /// Maps of more fields are hash tables.
    private static final int FEW_FIELDS = 8;

    private HeapSize() {}

    /// A payload.
    public static long of(Map<String, Value> payload) {
        if (payload.isEmpty()) {
            return 0;
        }
        long each = payload.size() <= FEW_FIELDS ? MAP_ENTRY : TABLE_ENTRY;
        long sum = MAP + each * payload.size();
        for (Map.Entry<String, Value> field : payload.entrySet()) {
            sum += string(field.getKey()) + of(field.getValue());
        }
        return sum;
    }

    /// A point's id.
    public static long of(PointId id) {
        return switch (id) {
            case PointId.Num num -> 24;
            case PointId.Uuid uuid -> 16 + 32;
            case PointId.Text text -> 16 + string(text.value());
        };
    }

    private static long of(Value value) {
        return switch (value) {
            case Value.Null none -> 16;
            case Value.Bool bool -> 16;
            case Value.Int number -> 24;
            case Value.Real number -> 24;
            case Value.Text text -> 16 + string(text.value());
            case Value.Array array ->
                    48 + array.items().stream().mapToLong(item -> 4 + of(item)).sum();
            case Value.Struct struct -> 16 + of(struct.fields());
        };
    }

    /// One byte a character for Latin text, which most is; two at most.
    private static long string(String text) {
        return STRING + text.length();
    }
}
