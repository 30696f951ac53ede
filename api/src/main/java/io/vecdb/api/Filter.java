package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A condition on a point's id and payload. Both JSON spellings ([#parse]) and the factories here
/// give the same tree.
///
/// A condition on a field holds when it holds for the value at the path or, where a list stands
/// there, for at least one of its elements; so [Eq] on a list is "array contains". A missing field
/// satisfies no condition except [IsEmpty]; [Not] turns that round. Numbers compare by value: `1`
/// equals `1.0`. Immutable and thread-safe.
public sealed interface Filter {
    /// Holds when all do; with no parts, always.
    ///
    /// @param parts the conditions, copied
    record And(List<Filter> parts) implements Filter {
        /// Copies the list.
        public And {
            parts = Arguments.list(parts, "the parts of a filter");
        }
    }

    /// Holds when at least one does; with no parts, never.
    ///
    /// @param parts the conditions, copied
    record Or(List<Filter> parts) implements Filter {
        /// Copies the list.
        public Or {
            parts = Arguments.list(parts, "the parts of a filter");
        }
    }

    /// Holds when the other does not, missing fields included.
    ///
    /// @param part the condition
    record Not(Filter part) implements Filter {
        /// @throws DbException INVALID_ARGUMENT for null
        public Not {
            Arguments.given(part, "the negated part of a filter");
        }
    }

    /// Holds when a value at the path equals this one.
    ///
    /// @param path where
    /// @param value a bool, number or text
    record Eq(FieldPath path, Value value) implements Filter {
        /// @throws DbException INVALID_ARGUMENT if the value is null, a list or an object
        public Eq {
            Arguments.given(path, "the field of a condition");
            requireScalar(path, value);
        }
    }

    /// Holds when a value at the path equals one of these.
    ///
    /// @param path where
    /// @param values bools, numbers or texts
    record In(FieldPath path, List<Value> values) implements Filter {
        /// @throws DbException INVALID_ARGUMENT if a value is null, a list or an object
        public In {
            Arguments.given(path, "the field of a condition");
            values = Arguments.list(values, "the values of a condition");
            values.forEach(value -> requireScalar(path, value));
        }
    }

    /// Holds when a value at the path, null aside, equals none of these (Qdrant's `except`): for a
    /// list, when at least one of its elements does. A missing field does not satisfy it.
    ///
    /// @param path where
    /// @param values bools, numbers or texts
    record Except(FieldPath path, List<Value> values) implements Filter {
        /// @throws DbException INVALID_ARGUMENT if a value is null, a list or an object
        public Except {
            Arguments.given(path, "the field of a condition");
            values = Arguments.list(values, "the values of a condition");
            values.forEach(value -> requireScalar(path, value));
        }
    }

    /// Holds when a number at the path lies within the bounds.
    ///
    /// @param path where
    /// @param bounds at least one bound
    record Range(FieldPath path, Bounds bounds) implements Filter {
        /// @throws DbException INVALID_ARGUMENT if something is null
        public Range {
            Arguments.given(path, "the field of a condition");
            Arguments.given(bounds, "the bounds of a range");
        }
    }

    /// The ends of a range, each an [Value.Int] or [Value.Real], or null where it is open.
    ///
    /// @param gt greater than
    /// @param gte greater than or equal
    /// @param lt less than
    /// @param lte less than or equal
    record Bounds(
            @Nullable Value gt, @Nullable Value gte, @Nullable Value lt, @Nullable Value lte) {
        /// @throws DbException INVALID_ARGUMENT if no bound is given or one is no number
        public Bounds {
            if (gt == null && gte == null && lt == null && lte == null) {
                throw DbException.invalid("A range needs at least one of gt, gte, lt, lte.");
            }
            requireNumber(gt);
            requireNumber(gte);
            requireNumber(lt);
            requireNumber(lte);
        }

        private static void requireNumber(@Nullable Value bound) {
            if (bound != null && !(bound instanceof Value.Int || bound instanceof Value.Real)) {
                throw DbException.invalid(
                        "A range's bound must be a number, not "
                                + FilterPlace.describe(bound)
                                + ".");
            }
        }
    }

    /// Holds when the field is there, even if it is null.
    ///
    /// @param path where
    record Exists(FieldPath path) implements Filter {
        /// @throws DbException INVALID_ARGUMENT for null
        public Exists {
            Arguments.given(path, "the field of a condition");
        }
    }

    /// Holds when the field is there and null, or a list with a null in it.
    ///
    /// @param path where
    record IsNull(FieldPath path) implements Filter {
        /// @throws DbException INVALID_ARGUMENT for null
        public IsNull {
            Arguments.given(path, "the field of a condition");
        }
    }

    /// Holds when the field is missing, null, or an empty list.
    ///
    /// @param path where
    record IsEmpty(FieldPath path) implements Filter {
        /// @throws DbException INVALID_ARGUMENT for null
        public IsEmpty {
            Arguments.given(path, "the field of a condition");
        }
    }

    /// Holds for the points with these ids.
    ///
    /// @param ids the ids, copied
    record HasId(Set<PointId> ids) implements Filter {
        /// Copies the set.
        public HasId {
            ids = Arguments.set(ids, "a set of point ids");
        }
    }

    /// The condition that every point satisfies.
    static Filter all() {
        return new And(List.of());
    }

    /// Whether this is a condition that every point satisfies because it says nothing.
    default boolean isAll() {
        return this instanceof And and && and.parts().isEmpty();
    }

    /// The filter that a JSON object spells, in operator style (`{"pos": "noun", "price": {"$lt":
    /// 100}}`) or clause style (`{"must": [{"key": "pos", "match": {"value": "noun"}}]}`); see
    /// `docs/filters.md`.
    ///
    /// @throws DbException INVALID_ARGUMENT that names the place in the object where it is
    ///   malformed; LIMIT_EXCEEDED beyond [Limits#FILTER_DEPTH] or [Limits#FILTER_CONDITIONS]
    static Filter parse(Value value) {
        return FilterParser.parse(value);
    }

    /// How this filter is spelt in clause style, the same for equal filters: the form in which it
    /// is logged. [#parse] makes an equal filter of it.
    ///
    /// @throws DbException LIMIT_EXCEEDED beyond [Limits#FILTER_DEPTH] or
    ///   [Limits#FILTER_CONDITIONS], which a filter made of Java calls can go
    default Value toValue() {
        return FilterWriter.write(this);
    }

    /// This filter, which can then be walked recursively.
    ///
    /// @throws DbException LIMIT_EXCEEDED beyond [Limits#FILTER_DEPTH] or
    ///   [Limits#FILTER_CONDITIONS]
    default Filter checked() {
        FilterLimits.check(this);
        return this;
    }

    /// Both hold. Chains stay flat: `a.and(b).and(c)` has one [And] of three parts.
    default Filter and(Filter other) {
        if (Arguments.given(other, "a filter").isAll() || isAll()) {
            return isAll() ? other : this;
        }
        return new And(this instanceof And and ? append(and.parts(), other) : List.of(this, other));
    }

    /// At least one holds. Chains stay flat: `a.or(b).or(c)` has one [Or] of three parts.
    default Filter or(Filter other) {
        Arguments.given(other, "a filter");
        return new Or(this instanceof Or or ? append(or.parts(), other) : List.of(this, other));
    }

    private static List<Filter> append(List<Filter> parts, Filter last) {
        List<Filter> all = new ArrayList<>(parts);
        all.add(last);
        return all;
    }

    /// Does not hold.
    static Filter not(Filter filter) {
        return new Not(filter);
    }

    /// A value at the path equals `value`, or a list there contains it.
    static Filter eq(String path, Object value) {
        return new Eq(FieldPath.parse(path), Value.of(value));
    }

    /// A value at the path is one of `values`.
    static Filter in(String path, Object... values) {
        return new In(FieldPath.parse(path), Arrays.stream(values).map(Value::of).toList());
    }

    /// A number at the path is less than `bound`.
    static Filter lt(String path, Number bound) {
        return new Range(FieldPath.parse(path), new Bounds(null, null, Value.of(bound), null));
    }

    /// A number at the path is at most `bound`.
    static Filter lte(String path, Number bound) {
        return new Range(FieldPath.parse(path), new Bounds(null, null, null, Value.of(bound)));
    }

    /// A number at the path is greater than `bound`.
    static Filter gt(String path, Number bound) {
        return new Range(FieldPath.parse(path), new Bounds(Value.of(bound), null, null, null));
    }

    /// A number at the path is at least `bound`.
    static Filter gte(String path, Number bound) {
        return new Range(FieldPath.parse(path), new Bounds(null, Value.of(bound), null, null));
    }

    /// The field is there, even if it is null.
    static Filter exists(String path) {
        return new Exists(FieldPath.parse(path));
    }

    /// The point's id is one of these.
    static Filter hasId(PointId... ids) {
        return new HasId(new LinkedHashSet<>(Arrays.asList(ids)));
    }

    private static void requireScalar(FieldPath path, Value value) {
        Arguments.given(value, "the value of a condition on '" + path + "'");
        if (!FilterParser.isScalar(value)) {
            throw DbException.invalid(
                    "The field '"
                            + path
                            + "' is compared with "
                            + FilterPlace.describe(value)
                            + "; compare with a bool, a number or a text.");
        }
    }
}
