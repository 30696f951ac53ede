package io.vecdb.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Objects made of the words of both styles, most of them nonsense.
class FilterFuzzTest {
    private static final List<String> GROUPS = List.of("must", "should", "must_not");
    private static final List<String> CLAUSES =
            List.of("key", "match", "range", "is_null", "is_empty", "exists", "has_id", "nested");
    private static final List<String> INNER =
            List.of("key", "value", "any", "except", "gt", "gte", "lt", "lte", "text", "num");
    private static final List<String> OPERATORS =
            List.of(
                    "$and",
                    "$or",
                    "$not",
                    "$id",
                    "$eq",
                    "$ne",
                    "$gt",
                    "$lte",
                    "$in",
                    "$nin",
                    "$contains",
                    "$exists",
                    "$null",
                    "$empty",
                    "$nor");
    private static final List<String> FIELDS = List.of("a", "a.b", "a[]", "", "a..b");
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.LIMIT_EXCEEDED, ErrorCode.UNSUPPORTED);

    private final Random random = new Random(11);

    @Test
    void anythingIsRefusedWithItsPlaceOrParsesToAFilterWithASpelling() {
        int parsed = 0;
        for (int i = 0; i < 40_000; i++) {
            Value value = value(5);
            try {
                Filter filter = Filter.parse(value);
                assertThat(Filter.parse(filter.toValue()))
                        .as("seed 11: %s", value)
                        .isEqualTo(filter);
                parsed++;
            } catch (DbException e) {
                assertThat(REFUSALS).as("seed 11: %s", value).contains(e.code());
                assertThat(e.getMessage())
                        .as("%s", value)
                        .matches("(?s)(filter[.\\[]|A filter must).*");
            }
        }
        assertThat(parsed).isGreaterThan(1_000);
    }

    private Value value(int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        return switch (kind) {
            case 0 -> Value.of(null);
            case 1 -> Value.of(random.nextBoolean());
            case 2 -> Value.of(random.nextInt(5) - 1);
            case 3 -> Value.of(random.nextGaussian());
            case 4, 5 -> Value.of(pick(List.of("a", "noun", "7", "", "\ud800")));
            case 6 -> {
                List<Value> items = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    items.add(value(depth - 1));
                }
                yield new Value.Array(items);
            }
            default -> object(depth);
        };
    }

    private Value object(int depth) {
        List<String> words =
                pick(List.of(GROUPS, GROUPS, CLAUSES, INNER, OPERATORS, OPERATORS, FIELDS, FIELDS));
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.put(pick(words), value(depth - 1));
        }
        if (words.equals(CLAUSES) && random.nextBoolean()) {
            fields.clear();
            fields.put("key", Value.of("a"));
            fields.put(pick(List.of("match", "range")), object(depth - 1));
        }
        return new Value.Struct(fields);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
