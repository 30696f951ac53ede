package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A place in a payload: names joined by dots, where `[]` after a name walks into the elements of a
/// list: `price`, `address.city`, `offers[].price`.
///
/// Immutable and thread-safe.
///
/// @param text the path as written
/// @param steps the names; one that ends in `[]` walks into a list
public record FieldPath(String text, List<String> steps) {
    private static final String EACH = "[]";

    /// Copies the steps.
    ///
    /// @throws DbException INVALID_ARGUMENT if the text is not the spelling of these steps
    public FieldPath {
        steps = Arguments.list(steps, "the steps of a field path");
        if (!steps.equals(split(text))) {
            throw DbException.invalid(
                    "The field path '" + text + "' does not spell the steps " + steps + ".");
        }
    }

    /// Parses a path.
    ///
    /// @throws DbException INVALID_ARGUMENT if a name between the dots is missing
    public static FieldPath parse(String text) {
        return new FieldPath(text, split(text));
    }

    private static List<String> split(String text) {
        List<String> steps = List.of(Arguments.given(text, "a field path").split("\\.", -1));
        for (String step : steps) {
            if (step.isEmpty() || step.equals(EACH)) {
                throw DbException.invalid(
                        "The field path '"
                                + text
                                + "' has an empty name; write it like 'price', 'address.city' or"
                                + " 'offers[].price'.");
            }
        }
        return steps;
    }

    /// Hands every value that stands at this path to `visitor`, lists as they are. Nothing is
    /// handed over if the path does not exist in the payload.
    public void forEach(Map<String, Value> payload, Consumer<Value> visitor) {
        anyMatch(
                payload,
                value -> {
                    visitor.accept(value);
                    return false;
                });
    }

    /// Whether a value that stands at this path, lists as they are, satisfies the condition. The
    /// first that does ends the walk.
    public boolean anyMatch(Map<String, Value> payload, Predicate<Value> condition) {
        return walk(payload, 0, condition);
    }

    private boolean walk(Map<String, Value> fields, int step, Predicate<Value> condition) {
        String name = steps.get(step);
        if (!name.endsWith(EACH)) {
            return descend(fields.get(name), step, condition);
        }
        Value list = fields.get(name.substring(0, name.length() - EACH.length()));
        if (list instanceof Value.Array array) {
            for (Value item : array.items()) {
                if (descend(item, step, condition)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean descend(@Nullable Value value, int step, Predicate<Value> condition) {
        if (step == steps.size() - 1) {
            return value != null && condition.test(value);
        }
        return value instanceof Value.Struct struct && walk(struct.fields(), step + 1, condition);
    }

    @Override
    public String toString() {
        return text;
    }
}
