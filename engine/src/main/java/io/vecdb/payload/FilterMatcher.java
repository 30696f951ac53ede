package io.vecdb.payload;

import io.vecdb.api.DbException;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A filter made ready to test points one by one: what [Filter] says, and so what the indexes must
/// agree with. Immutable and thread-safe; a comparison costs a few map look-ups and no allocation
/// for whole numbers, texts and bools.
public final class FilterMatcher {
    private final Condition condition;

    private FilterMatcher(Condition condition) {
        this.condition = condition;
    }

    private interface Condition {
        boolean holds(PointId id, Map<String, Value> payload);
    }

    /// Makes a filter ready.
    ///
    /// @throws DbException LIMIT_EXCEEDED if the filter is nested too deeply or too long
    public static FilterMatcher of(Filter filter) {
        return new FilterMatcher(compile(filter.checked()));
    }

    /// Whether a point with this id and payload satisfies the filter.
    public boolean matches(PointId id, Map<String, Value> payload) {
        return condition.holds(id, payload);
    }

    private static Condition compile(Filter filter) {
        return switch (filter) {
            case Filter.And and -> all(compile(and.parts()));
            case Filter.Or or -> any(compile(or.parts()));
            case Filter.Not not -> {
                Condition part = compile(not.part());
                yield (id, payload) -> !part.holds(id, payload);
            }
            case Filter.Eq eq -> {
                Value wanted = Numbers.canonical(eq.value());
                yield element(eq.path(), value -> Numbers.canonical(value).equals(wanted));
            }
            case Filter.In in -> {
                Set<Value> wanted = canonical(in.values());
                yield element(
                        in.path(),
                        value -> isScalar(value) && wanted.contains(Numbers.canonical(value)));
            }
            case Filter.Except except -> {
                Set<Value> unwanted = canonical(except.values());
                yield element(except.path(), value -> isOther(value, unwanted));
            }
            case Filter.Range range -> {
                Filter.Bounds bounds = range.bounds();
                yield element(range.path(), value -> lies(value, bounds));
            }
            case Filter.Exists exists -> at(exists.path(), value -> true);
            case Filter.IsNull isNull -> element(isNull.path(), Value.Null.class::isInstance);
            case Filter.IsEmpty isEmpty -> {
                Condition filled = at(isEmpty.path(), value -> !isEmpty(value));
                yield (id, payload) -> !filled.holds(id, payload);
            }
            case Filter.HasId hasId -> (id, payload) -> hasId.ids().contains(id);
        };
    }

    private static Condition[] compile(List<Filter> parts) {
        return parts.stream().map(FilterMatcher::compile).toArray(Condition[]::new);
    }

    private static Condition all(Condition[] parts) {
        return (id, payload) -> {
            for (Condition part : parts) {
                if (!part.holds(id, payload)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Condition any(Condition[] parts) {
        return (id, payload) -> {
            for (Condition part : parts) {
                if (part.holds(id, payload)) {
                    return true;
                }
            }
            return false;
        };
    }

    /// Holds when a value at the path satisfies the test, lists as they are.
    private static Condition at(FieldPath path, Predicate<Value> test) {
        return (id, payload) -> path.anyMatch(payload, test);
    }

    /// Holds when a value at the path satisfies the test or, for a list, one of its elements.
    private static Condition element(FieldPath path, Predicate<Value> test) {
        return at(path, value -> anyElement(value, test));
    }

    private static boolean anyElement(Value value, Predicate<Value> test) {
        if (!(value instanceof Value.Array array)) {
            return test.test(value);
        }
        for (Value item : array.items()) {
            if (test.test(item)) {
                return true;
            }
        }
        return false;
    }

    private static Set<Value> canonical(List<Value> values) {
        Set<Value> set = HashSet.newHashSet(values.size());
        values.forEach(value -> set.add(Numbers.canonical(value)));
        return set;
    }

    private static boolean isOther(Value value, Set<Value> unwanted) {
        return !(value instanceof Value.Null)
                && !(isScalar(value) && unwanted.contains(Numbers.canonical(value)));
    }

    /// Whether a set of bools, numbers and texts can hold the value; others are not even hashed.
    private static boolean isScalar(Value value) {
        return !(value instanceof Value.Array || value instanceof Value.Struct);
    }

    private static boolean isEmpty(Value value) {
        return value instanceof Value.Null
                || (value instanceof Value.Array array && array.items().isEmpty());
    }

    private static boolean lies(Value value, Filter.Bounds bounds) {
        return Numbers.isNumber(value)
                && (bounds.gt() == null || Numbers.compare(value, bounds.gt()) > 0)
                && (bounds.gte() == null || Numbers.compare(value, bounds.gte()) >= 0)
                && (bounds.lt() == null || Numbers.compare(value, bounds.lt()) < 0)
                && (bounds.lte() == null || Numbers.compare(value, bounds.lte()) <= 0);
    }
}
