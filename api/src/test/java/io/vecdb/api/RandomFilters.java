package io.vecdb.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Draws filters of every shape that [Filter] can have, the degenerate ones included.
final class RandomFilters {
    private static final List<String> PATHS =
            List.of("a", "price", "tags[]", "address.city", "offers[].price", "must", "$odd", "é");
    private static final List<String> TEXTS =
            List.of("", "noun", "\u0000", "7", "0f8fad5b-d9cb-469f-a165-70867728950e", "日本", "$in");

    private final Random random;

    RandomFilters(Random random) {
        this.random = random;
    }

    Filter next(int depth) {
        return switch (random.nextInt(depth > 1 ? 11 : 8)) {
            case 0 -> new Filter.Eq(path(), scalar());
            case 1 -> new Filter.In(path(), many(this::scalar));
            case 2 -> new Filter.Except(path(), many(this::scalar));
            case 3 -> new Filter.Range(path(), bounds());
            case 4 -> new Filter.Exists(path());
            case 5 -> new Filter.IsNull(path());
            case 6 -> new Filter.IsEmpty(path());
            case 7 -> new Filter.HasId(ids());
            case 8 -> new Filter.And(many(() -> next(depth - 1)));
            case 9 -> new Filter.Or(many(() -> next(depth - 1)));
            default -> new Filter.Not(next(depth - 1));
        };
    }

    private FieldPath path() {
        return FieldPath.parse(PATHS.get(random.nextInt(PATHS.size())));
    }

    private Value scalar() {
        return switch (random.nextInt(4)) {
            case 0 -> new Value.Bool(random.nextBoolean());
            case 1 -> new Value.Text(TEXTS.get(random.nextInt(TEXTS.size())));
            default -> number();
        };
    }

    private Value number() {
        return switch (random.nextInt(6)) {
            case 0 -> new Value.Int(random.nextInt(10));
            case 1 -> new Value.Int(random.nextLong());
            case 2 -> new Value.Real(random.nextInt(10));
            case 3 -> new Value.Real(random.nextBoolean() ? -0.0 : 0.0);
            case 4 -> new Value.Real(random.nextGaussian() * 1e300);
            default -> new Value.Real(random.nextGaussian());
        };
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
                        switch (random.nextInt(4)) {
                            case 0 -> PointId.of(random.nextLong());
                            case 1 -> PointId.of(random.nextInt(100));
                            case 2 -> PointId.of(new UUID(random.nextLong(), random.nextLong()));
                            default -> PointId.of("id " + random.nextInt(100));
                        }));
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(one.get());
        }
        return items;
    }
}
