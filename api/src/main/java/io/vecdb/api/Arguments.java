package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Refuses null where a public method or record wants something: no type keeps a program from
/// passing it.
public final class Arguments {
    private Arguments() {}

    /// What was given.
    ///
    /// @param what the argument in words, such as `a point's id`
    /// @throws DbException INVALID_ARGUMENT if it is null
    public static <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw DbException.invalid("Null was given for " + what + "; it must not be left out.");
        }
        return value;
    }

    /// An unmodifiable copy.
    ///
    /// @param what the argument in words, such as `a list of points`
    /// @throws DbException INVALID_ARGUMENT if the list or an element is null
    public static <T> List<T> list(@Nullable List<T> items, String what) {
        return List.copyOf(without(items, what));
    }

    /// An unmodifiable copy.
    ///
    /// @param what the argument in words, such as `a set of ids`
    /// @throws DbException INVALID_ARGUMENT if the set or an element is null
    public static <T> Set<T> set(@Nullable Set<T> items, String what) {
        return Set.copyOf(without(items, what));
    }

    private static <T> Collection<T> without(@Nullable Collection<T> items, String what) {
        int place = 0;
        for (T item : given(items, what)) {
            given(item, "element " + place++ + " of " + what);
        }
        return given(items, what);
    }

    /// An unmodifiable copy that keeps the order.
    ///
    /// @param what the argument in words, such as `the vectors of a point`
    /// @throws DbException INVALID_ARGUMENT if the map, a name or a value is null
    public static <V> Map<String, V> map(@Nullable Map<String, V> values, String what) {
        if (given(values, what).isEmpty()) {
            return Map.of();
        }
        Map<String, V> copy = new LinkedHashMap<>(values);
        copy.forEach((name, value) -> {
            given(name, "a name among " + what);
            given(value, "'" + name + "' among " + what);
        });
        return Collections.unmodifiableMap(copy);
    }
}
