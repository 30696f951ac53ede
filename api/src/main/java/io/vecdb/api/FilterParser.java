package io.vecdb.api;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads both JSON spellings of a [Filter]. An object with a key of [ClauseParser#GROUPS] is clause
/// style with all that is in it; any other object is operator style with all that is in it.
///
/// Holds what the two have in common: ids, lists of values, paths. Their recursion is bounded by
/// [Limits#FILTER_DEPTH], whatever the input.
final class FilterParser {
    /// The key of an id that is too large for a whole number in a payload tree.
    static final String NUM = "num";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");
    private static final BigInteger ID_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private FilterParser() {}

    static Filter parse(Value value) {
        return switch (value) {
            case Value.Null n -> Filter.all();
            case Value.Struct struct -> parse(struct);
            case Value.Bool b -> throw notAnObject(b);
            case Value.Int i -> throw notAnObject(i);
            case Value.Real r -> throw notAnObject(r);
            case Value.Text text -> throw notAnObject(text);
            case Value.Array array -> throw notAnObject(array);
        };
    }

    private static Filter parse(Value.Struct struct) {
        boolean clauses = struct.fields().keySet().stream().anyMatch(ClauseParser.GROUPS::contains);
        Filter filter =
                clauses
                        ? ClauseParser.groups(struct, FilterPlace.ROOT, 1)
                        : OperatorParser.filter(struct, FilterPlace.ROOT, 1);
        FilterLimits.check(filter);
        return filter;
    }

    private static DbException notAnObject(Value value) {
        return DbException.invalid(
                "A filter must be an object such as {\"pos\": \"noun\"} or {\"must\": [...]}, not "
                        + FilterPlace.describe(value)
                        + ".");
    }

    /// All of these: one alone is itself.
    static Filter all(List<Filter> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }

    static FieldPath path(String text, FilterPlace place) {
        try {
            return FieldPath.parse(text);
        } catch (DbException e) {
            throw place.wrap(e);
        }
    }

    static Map<String, Value> object(Value value, FilterPlace place, String expected) {
        if (value instanceof Value.Struct struct) {
            return struct.fields();
        }
        throw place.invalid("expected " + expected + ", not " + FilterPlace.describe(value) + ".");
    }

    static List<Value> list(Value value, FilterPlace place, String expected) {
        if (value instanceof Value.Array array) {
            return array.items();
        }
        throw place.invalid("expected " + expected + ", not " + FilterPlace.describe(value) + ".");
    }

    /// The condition, or its opposite, as `true` or `false` asks for.
    static Filter asked(Filter condition, Value value, FilterPlace place) {
        if (value instanceof Value.Bool bool) {
            return bool.value() ? condition : new Filter.Not(condition);
        }
        throw place.invalid("expected true or false, not " + FilterPlace.describe(value) + ".");
    }

    /// Whether a field can be compared with this value.
    static boolean isScalar(Value value) {
        return switch (value) {
            case Value.Bool b -> true;
            case Value.Int i -> true;
            case Value.Real r -> true;
            case Value.Text text -> true;
            case Value.Null n -> false;
            case Value.Array array -> false;
            case Value.Struct struct -> false;
        };
    }

    /// A value that can be compared with; `nullAdvice` says what to write in place of null.
    static Value scalar(Value value, FilterPlace place, String nullAdvice) {
        if (isScalar(value)) {
            return value;
        }
        throw place.invalid(
                "expected a bool, a number or a text, not "
                        + FilterPlace.describe(value)
                        + (value instanceof Value.Null ? "; " + nullAdvice : "")
                        + ".");
    }

    static List<Value> scalars(Value value, FilterPlace place, String nullAdvice) {
        List<Value> items = list(value, place, "a list of bools, numbers or texts");
        for (int i = 0; i < items.size(); i++) {
            if (!isScalar(items.get(i))) {
                scalar(items.get(i), place.item(i), nullAdvice);
            }
        }
        return items;
    }

    /// A bound of a range.
    static Value bound(Value value, FilterPlace place) {
        if (value instanceof Value.Int || value instanceof Value.Real) {
            return value;
        }
        if (value instanceof Value.Text) {
            throw place.unsupported(
                    "ranges of dates and texts (datetime ranges) are not supported by this"
                            + " release; store times as numbers, such as seconds since 1970.");
        }
        throw place.invalid("expected a number, not " + FilterPlace.describe(value) + ".");
    }

    static Filter.HasId ids(Value value, FilterPlace place) {
        List<Value> items = list(value, place, "a list of point ids");
        Set<PointId> ids = new LinkedHashSet<>(items.size() * 2);
        for (int i = 0; i < items.size(); i++) {
            ids.add(id(items.get(i), place, i));
        }
        return new Filter.HasId(ids);
    }

    private static PointId id(Value value, FilterPlace list, int index) {
        if (value instanceof Value.Int number && number.value() >= 0) {
            return PointId.of(number.value());
        }
        if (value instanceof Value.Text text) {
            try {
                return PointId.of(text.value());
            } catch (DbException e) {
                throw list.item(index).wrap(e);
            }
        }
        if (value instanceof Value.Struct struct
                && struct.fields().size() == 1
                && struct.fields().get(NUM) instanceof Value.Text digits
                && DIGITS.matcher(digits.value()).matches()) {
            BigInteger number = new BigInteger(digits.value());
            if (number.compareTo(ID_MAX) <= 0) {
                return PointId.of(number.longValue());
            }
        }
        throw list.item(index)
                .invalid(
                        "a point id is a whole number from 0 to 2^64 - 1, a UUID or a text, not "
                                + FilterPlace.describe(value)
                                + "; write numbers of 2^63 and more as"
                                + " {\"num\": \"9223372036854775808\"}.");
    }

    /// A range from its ends by name: gt, gte, lt, lte.
    static Filter range(FieldPath path, Map<String, Value> ends) {
        return new Filter.Range(
                path,
                new Filter.Bounds(
                        ends.get("gt"), ends.get("gte"), ends.get("lt"), ends.get("lte")));
    }
}
