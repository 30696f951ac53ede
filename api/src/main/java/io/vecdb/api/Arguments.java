package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

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
            throw missing(what);
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
            if (item == null) {
                throw missing("element " + place + " of " + what);
            }
            place++;
        }
        return given(items, what);
    }

    /// An unmodifiable copy that keeps the order.
    ///
    /// @param what the argument in words, such as `the fields of a payload`
    /// @throws DbException INVALID_ARGUMENT if the map, a name or a value is null
    public static <V> Map<String, V> map(@Nullable Map<String, V> values, String what) {
        return map(values, () -> what);
    }

    /// An unmodifiable copy that keeps the order; what is such a copy already is not copied again.
    ///
    /// @param what gives the argument in words, such as `the vectors of point 7`
    /// @throws DbException INVALID_ARGUMENT if the map, a name or a value is null
    static <V> Map<String, V> map(@Nullable Map<String, V> values, Supplier<String> what) {
        if (values == null) {
            throw missing(what.get());
        }
        if (values.isEmpty()) {
            return Map.of();
        }
        if (values instanceof SmallMap<V>) {
            return values;
        }
        if (values.size() <= SmallMap.MOST) {
            return new SmallMap<>(values, (name, value) -> requireEntry(name, value, what));
        }
        Map<String, V> copy = new LinkedHashMap<>(values);
        copy.forEach((name, value) -> requireEntry(name, value, what));
        return Collections.unmodifiableMap(copy);
    }

    private static void requireEntry(
            @Nullable String name, @Nullable Object value, Supplier<String> what) {
        if (name == null) {
            throw missing("a name among " + what.get());
        }
        if (value == null) {
            throw missing("'" + name + "' among " + what.get());
        }
    }

    private static DbException missing(String what) {
        return DbException.invalid("Null was given for " + what + "; it must not be left out.");
    }
}
