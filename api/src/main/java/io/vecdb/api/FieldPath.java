package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
        steps = List.copyOf(steps);
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
        List<String> steps = List.of(text.split("\\.", -1));
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
        walk(payload, 0, visitor);
    }

    private void walk(Map<String, Value> fields, int step, Consumer<Value> visitor) {
        String name = steps.get(step);
        boolean each = name.endsWith(EACH);
        Value value = fields.get(each ? name.substring(0, name.length() - EACH.length()) : name);
        if (!each) {
            descend(value, step, visitor);
        } else if (value instanceof Value.Array array) {
            array.items().forEach(item -> descend(item, step, visitor));
        }
    }

    private void descend(@Nullable Value value, int step, Consumer<Value> visitor) {
        if (value == null) {
            return;
        }
        if (step == steps.size() - 1) {
            visitor.accept(value);
        } else if (value instanceof Value.Struct struct) {
            walk(struct.fields(), step + 1, visitor);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
