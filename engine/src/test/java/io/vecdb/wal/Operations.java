package io.vecdb.wal;

import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.replication.Operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// Random operations for tests, the same for the same seed.
final class Operations {
    private final Random random;

    Operations(long seed) {
        random = new Random(seed);
    }

    /// An operation that takes about so many bytes and can be told from any other.
    static Operation marked(String mark, int bytes) {
        Value filler = new Value.Text("x".repeat(bytes));
        return new Operation.SetPayload(Selection.of(PointId.of(mark)), Map.of("filler", filler));
    }

    /// Bytes in the place of an operation, of so many bytes.
    static EncodedOperation bytes(int bytes) {
        return new EncodedOperation(1, new byte[bytes]);
    }

    Operation next() {
        return switch (random.nextInt(8)) {
            case 0 -> new Operation.Upsert(some(3, this::point));
            case 1 -> new Operation.UpdateVectors(some(3, this::pointVectors));
            case 2 -> new Operation.Delete(selection());
            case 3 -> new Operation.SetPayload(selection(), fields(0));
            case 4 -> new Operation.OverwritePayload(selection(), fields(0));
            case 5 -> new Operation.DeletePayload(selection(), some(3, this::path));
            case 6 -> new Operation.CreatePayloadIndex(path(), type());
            default -> new Operation.DropPayloadIndex(path());
        };
    }

    private Point point() {
        return new Point(id(), vectors(), fields(0));
    }

    private PointVectors pointVectors() {
        Map<String, Vector> vectors = vectors();
        return new PointVectors(id(), vectors.isEmpty() ? Map.of("", Vector.of(1)) : vectors);
    }

    private Map<String, Vector> vectors() {
        Map<String, Vector> vectors = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            float[] values = new float[1 + random.nextInt(5)];
            for (int d = 0; d < values.length; d++) {
                values[d] = random.nextFloat() * 2 - 1;
            }
            vectors.put(i == 1 ? "" : "field" + i, Vector.of(values));
        }
        return vectors;
    }

    private PointId id() {
        return switch (random.nextInt(3)) {
            case 0 -> PointId.of(random.nextLong());
            case 1 -> PointId.of(new UUID(random.nextLong(), random.nextLong()));
            default -> PointId.of("id-" + text());
        };
    }

    private Selection selection() {
        return random.nextBoolean()
                ? new Selection.Ids(some(4, this::id))
                : Selection.matching(filter());
    }

    private Filter filter() {
        return switch (random.nextInt(5)) {
            case 0 -> Filter.all();
            case 1 -> Filter.eq("a.b", random.nextInt());
            case 2 -> Filter.lt("price", random.nextInt()).and(Filter.not(Filter.exists("c[]")));
            case 3 -> Filter.in("tag", "x", "y").or(Filter.eq("flag", true));
            default -> Filter.hasId(id(), PointId.of(1), PointId.of("x"));
        };
    }

    private FieldPath path() {
        return FieldPath.parse(random.nextBoolean() ? "a.b" : "list[].c" + random.nextInt(9));
    }

    private PayloadIndexType type() {
        PayloadIndexType[] types = PayloadIndexType.values();
        return types[random.nextInt(types.length)];
    }

    Map<String, Value> fields(int depth) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.put(text(), value(depth + 1));
        }
        return fields;
    }

    Value value(int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> new Value.Null();
            case 1 -> new Value.Bool(random.nextBoolean());
            case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
            case 3 -> new Value.Real(random.nextGaussian() * 1e10);
            case 4 -> new Value.Text(text());
            case 5 -> new Value.Array(some(4, () -> value(depth + 1)));
            default -> new Value.Struct(fields(depth));
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> 0x1f600 + random.nextInt(64);
                        case 1 -> 0xe0 + random.nextInt(0x1000);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    private <T> List<T> some(int most, Supplier<T> supplier) {
        List<T> items = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            items.add(supplier.get());
        }
        return items;
    }
}
