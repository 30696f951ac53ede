package io.vecdb.payload;

import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// Draws payloads and filters from one small pool of awkward values, so that filters find something
/// and indexes meet every mix of types. Row `r` has the id `r`.
final class PayloadModel {
    /// Indexed fields; `u`, and paths below `o` and `l` that are not named here, are not indexed.
    static final Map<String, PayloadIndexType> INDEXES =
            Map.of(
                    "k", PayloadIndexType.KEYWORD,
                    "i", PayloadIndexType.INTEGER,
                    "f", PayloadIndexType.FLOAT,
                    "b", PayloadIndexType.BOOL,
                    "o.k", PayloadIndexType.KEYWORD,
                    "l[].f", PayloadIndexType.FLOAT,
                    "l[]", PayloadIndexType.KEYWORD);

    private static final List<String> PATHS =
            List.of("k", "i", "f", "b", "o.k", "l[].f", "l[]", "l", "u", "o", "o.u", "l[].k");

    private static final List<Value> SCALARS =
            List.of(
                    new Value.Text(""),
                    new Value.Text("a"),
                    new Value.Text("ab"),
                    new Value.Text("?"),
                    new Value.Text("\ud800"),
                    new Value.Text("é"),
                    new Value.Text("\ud83d\ude00"),
                    new Value.Text("x".repeat(KeywordIndex.KEYWORD_BYTES)),
                    new Value.Text("x".repeat(KeywordIndex.KEYWORD_BYTES + 1)),
                    new Value.Bool(true),
                    new Value.Bool(false),
                    new Value.Int(0),
                    new Value.Int(1),
                    new Value.Int(-1),
                    new Value.Int(1L << 53),
                    new Value.Int((1L << 53) + 1),
                    new Value.Int(Long.MAX_VALUE),
                    new Value.Int(Long.MAX_VALUE - 1),
                    new Value.Int(Long.MIN_VALUE),
                    new Value.Real(0.0),
                    new Value.Real(-0.0),
                    new Value.Real(1.0),
                    new Value.Real(0.5),
                    new Value.Real(-0.5),
                    new Value.Real(0x1p53),
                    new Value.Real(0x1p53 + 2),
                    new Value.Real(0x1p63),
                    new Value.Real(-0x1p63),
                    new Value.Real(Math.nextDown(-0x1p63)),
                    new Value.Real(Double.MIN_VALUE),
                    new Value.Real(Double.MAX_VALUE),
                    new Value.Real(-Double.MAX_VALUE));

    private final Random random;
    private final int rowCount;

    PayloadModel(Random random, int rowCount) {
        this.random = random;
        this.rowCount = rowCount;
    }

    List<Map<String, Value>> payloads() {
        List<Map<String, Value>> payloads = new ArrayList<>(rowCount);
        for (int row = 0; row < rowCount; row++) {
            payloads.add(payload());
        }
        return payloads;
    }

    private Map<String, Value> payload() {
        Map<String, Value> fields = new LinkedHashMap<>();
        put(fields, "k", this::value);
        put(fields, "i", this::value);
        put(fields, "f", () -> random.nextInt(4) > 0 ? number() : value());
        put(fields, "b", () -> random.nextInt(4) > 0 ? scalar() : value());
        put(fields, "u", this::value);
        put(fields, "o", this::object);
        put(
                fields,
                "l",
                () -> new Value.Array(many(() -> random.nextInt(4) > 0 ? object() : value())));
        return fields;
    }

    private void put(Map<String, Value> fields, String name, Supplier<Value> value) {
        if (random.nextInt(6) > 0) {
            fields.put(name, value.get());
        }
    }

    private Value object() {
        Map<String, Value> fields = new LinkedHashMap<>();
        put(fields, "k", this::value);
        put(fields, "f", this::value);
        put(fields, "u", this::value);
        return new Value.Struct(fields);
    }

    private Value value() {
        return switch (random.nextInt(10)) {
            case 0 -> Value.of(null);
            case 1 -> new Value.Array(List.of());
            case 2, 3 -> new Value.Array(many(this::scalar));
            case 4 ->
                    new Value.Array(
                            many(() ->
                                    random.nextBoolean()
                                            ? scalar()
                                            : random.nextBoolean()
                                                    ? Value.of(null)
                                                    : new Value.Array(many(this::scalar))));
            case 5 -> new Value.Struct(Map.of("k", scalar()));
            default -> scalar();
        };
    }

    private Value scalar() {
        return SCALARS.get(random.nextInt(SCALARS.size()));
    }

    private Value number() {
        Value value = scalar();
        while (!Numbers.isNumber(value)) {
            value = scalar();
        }
        return value;
    }

    Filter filter(int depth) {
        return switch (random.nextInt(depth > 1 ? 11 : 8)) {
            case 0 -> new Filter.Eq(path(), scalar());
            case 1 -> new Filter.In(path(), many(this::scalar));
            case 2 -> new Filter.Except(path(), many(this::scalar));
            case 3 -> new Filter.Range(path(), bounds());
            case 4 -> new Filter.Exists(path());
            case 5 -> new Filter.IsNull(path());
            case 6 -> new Filter.IsEmpty(path());
            case 7 -> new Filter.HasId(ids());
            case 8 -> new Filter.And(many(() -> filter(depth - 1)));
            case 9 -> new Filter.Or(many(() -> filter(depth - 1)));
            default -> new Filter.Not(filter(depth - 1));
        };
    }

    private FieldPath path() {
        return FieldPath.parse(PATHS.get(random.nextInt(PATHS.size())));
    }

    private Filter.Bounds bounds() {
        int ends = 1 + random.nextInt(15);
        return new Filter.Bounds(
                (ends & 1) != 0 ? number() : null,
                (ends & 2) != 0 ? number() : null,
                (ends & 4) != 0 ? number() : null,
                (ends & 8) != 0 ? number() : null);
    }

    private Set<PointId> ids() {
        return new HashSet<>(
                this.<PointId>many(() ->
                        random.nextInt(5) == 0
                                ? PointId.of("none")
                                : PointId.of(random.nextInt(2 * rowCount + 1))));
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(one.get());
        }
        return items;
    }
}
