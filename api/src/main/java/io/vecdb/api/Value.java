package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node of a payload: what JSON can say, as immutable Java values. JSON text becomes a `Value` at
/// the edges (REST, command line), so nothing below knows about JSON.
///
/// `toString` writes the value as JSON.
public sealed interface Value {
    /// JSON's null.
    record Null() implements Value {
        @Override
        public String toString() {
            return "null";
        }
    }

    /// A truth value.
    ///
    /// @param value the truth value
    record Bool(boolean value) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /// A whole number.
    ///
    /// @param value the number
    record Int(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /// A number with a fraction, or one too large for [Int].
    ///
    /// @param value a finite number
    record Real(double value) implements Value {
        /// @throws DbException INVALID_ARGUMENT for NaN and infinities, which JSON cannot say
        public Real {
            if (!Double.isFinite(value)) {
                throw DbException.invalid("A payload number must be finite, not " + value + ".");
            }
        }

        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /// A string.
    ///
    /// @param value the characters
    record Text(String value) implements Value {
        /// @throws DbException INVALID_ARGUMENT for null; JSON's null is [Null]
        public Text {
            Arguments.given(value, "a payload text");
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /// A list of values.
    ///
    /// @param items the values, copied
    record Array(List<Value> items) implements Value {
        /// Copies the list.
        ///
        /// @throws DbException INVALID_ARGUMENT for a Java null; JSON's null is [Null]
        public Array {
            items = Arguments.list(items, "a payload list");
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /// Named values in the order in which they were given.
    ///
    /// @param fields the values by name, copied
    record Struct(Map<String, Value> fields) implements Value {
        /// Copies the map.
        ///
        /// @throws DbException as [#copy]
        public Struct {
            fields = copy(fields);
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /// The value for a Java object: null, Boolean, Number, CharSequence, Map with string keys,
    /// Iterable, or a Value itself.
    ///
    /// @throws DbException INVALID_ARGUMENT for anything else, and for NaN and infinities
    static Value of(@Nullable Object object) {
        return switch (object) {
            case null -> new Null();
            case Value value -> value;
            case Boolean value -> new Bool(value);
            case Float value -> new Real(value);
            case Double value -> new Real(value);
            case Long value -> new Int(value);
            case Integer value -> new Int(value);
            case Short value -> new Int(value);
            case Byte value -> new Int(value);
            case CharSequence value -> new Text(value.toString());
            case Map<?, ?> map -> new Struct(fields(map));
            case Iterable<?> list -> {
                List<Value> items = new ArrayList<>();
                list.forEach(item -> items.add(of(item)));
                yield new Array(items);
            }
            default ->
                    throw DbException.invalid(
                            "A payload cannot hold a "
                                    + object.getClass().getName()
                                    + "; use null, Boolean, Integer, Long, Double, String, List or"
                                    + " Map.");
        };
    }

    /// The fields for a map of Java objects; see [#of(Object)].
    ///
    /// @throws DbException INVALID_ARGUMENT if a key is no string or a value cannot be held
    static Map<String, Value> fields(Map<?, ?> map) {
        Map<String, Value> fields = new LinkedHashMap<>();
        Arguments.given(map, "a payload")
                .forEach((key, value) -> {
                    if (!(key instanceof String name)) {
                        throw DbException.invalid("A payload key must be a string, not " + key);
                    }
                    fields.put(name, of(value));
                });
        return copy(fields);
    }

    /// An unmodifiable copy that keeps the order.
    ///
    /// @throws DbException INVALID_ARGUMENT if a name or value is a Java null; JSON's null is
    ///   [Null]
    static Map<String, Value> copy(Map<String, Value> fields) {
        return Arguments.map(fields, "the fields of a payload");
    }
}
