package io.vecdb.collection;

import io.vecdb.api.FieldPath;
import io.vecdb.api.Fields;
import io.vecdb.api.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Parts of a payload: only some paths, or all but some. Payloads are never changed, what is kept
/// is shared.
final class PayloadProjection {
    private PayloadProjection() {}

    static Map<String, Value> select(Map<String, Value> payload, Fields fields) {
        return switch (fields) {
            case Fields.All all -> payload;
            case Fields.Only only -> {
                Map<String, Value> kept = new LinkedHashMap<>();
                for (var field : payload.entrySet()) {
                    Value value = only(field.getValue(), field.getKey(), only.names());
                    if (value != null) {
                        kept.put(field.getKey(), value);
                    }
                }
                yield Collections.unmodifiableMap(kept);
            }
            case Fields.Except except -> {
                Map<String, Value> rest = payload;
                for (String name : except.names()) {
                    rest = without(rest, FieldPath.parse(name));
                }
                yield rest;
            }
        };
    }

    /// The value at `path`, as far as one of the names covers it, or null.
    private static @Nullable Value only(Value value, String path, Set<String> names) {
        if (names.contains(path) || names.contains(path + "[]")) {
            return value;
        }
        boolean deeper =
                names.stream()
                        .anyMatch(name ->
                                name.startsWith(path + ".") || name.startsWith(path + "[]."));
        if (!deeper) {
            return null;
        }
        return switch (value) {
            case Value.Struct struct -> {
                Map<String, Value> kept = new LinkedHashMap<>();
                for (var field : struct.fields().entrySet()) {
                    Value inner = only(field.getValue(), path + "." + field.getKey(), names);
                    if (inner != null) {
                        kept.put(field.getKey(), inner);
                    }
                }
                yield new Value.Struct(kept);
            }
            case Value.Array array -> {
                List<Value> kept = new ArrayList<>();
                for (Value item : array.items()) {
                    Value inner = only(item, path + "[]", names);
                    if (inner != null) {
                        kept.add(inner);
                    }
                }
                yield new Value.Array(kept);
            }
            case Value.Null none -> null;
            case Value.Bool bool -> null;
            case Value.Int number -> null;
            case Value.Real number -> null;
            case Value.Text text -> null;
        };
    }

    /// The payload without what stands at a path.
    static Map<String, Value> without(Map<String, Value> payload, FieldPath path) {
        return without(payload, path, 0);
    }

    private static Map<String, Value> without(Map<String, Value> fields, FieldPath path, int step) {
        String name = path.steps().get(step);
        boolean each = name.endsWith("[]");
        String key = each ? name.substring(0, name.length() - 2) : name;
        Value value = fields.get(key);
        if (value == null) {
            return fields;
        }
        Map<String, Value> rest = new LinkedHashMap<>(fields);
        if (step == path.steps().size() - 1) {
            rest.remove(key);
        } else if (!each) {
            rest.put(key, inside(value, path, step + 1));
        } else if (value instanceof Value.Array array) {
            rest.put(
                    key,
                    new Value.Array(
                            array.items().stream()
                                    .map(item -> inside(item, path, step + 1))
                                    .toList()));
        }
        return Collections.unmodifiableMap(rest);
    }

    private static Value inside(Value value, FieldPath path, int step) {
        return value instanceof Value.Struct struct
                ? new Value.Struct(without(struct.fields(), path, step))
                : value;
    }
}
