package io.vecdb.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the operator style: `{"pos": "noun", "price": {"$lt": 100}, "$or": [{…}, {…}]}`.
final class OperatorParser {
    private static final List<String> COMBINATORS = List.of("$and", "$or", "$not", "$id");
    private static final List<String> OPERATORS =
            List.of(
                    "$eq",
                    "$ne",
                    "$gt",
                    "$gte",
                    "$lt",
                    "$lte",
                    "$in",
                    "$nin",
                    "$contains",
                    "$exists",
                    "$null",
                    "$empty",
                    "$not");

    private static final String NULL_IN_LIST = "write {\"$null\": true}, joined by $or";

    private OperatorParser() {}

    static Filter filter(Value value, FilterPlace place, int depth) {
        place.requireDepth(depth);
        Map<String, Value> fields =
                FilterParser.object(value, place, "an object such as {\"pos\": \"noun\"}");
        List<Filter> parts = new ArrayList<>(fields.size());
        fields.forEach((name, part) -> parts.add(part(name, part, place.field(name), depth)));
        return FilterParser.all(parts);
    }

    private static Filter part(String name, Value value, FilterPlace place, int depth) {
        return switch (name) {
            case "$and" -> FilterParser.all(filters(value, place, depth));
            case "$or" -> new Filter.Or(filters(value, place, depth));
            case "$not" -> new Filter.Not(filter(value, place, depth + 1));
            case "$id" -> FilterParser.ids(value, place);
            default -> {
                if (!name.startsWith("$")) {
                    yield field(FilterParser.path(name, place), value, place, depth);
                }
                if (OPERATORS.contains(name)) {
                    throw place.invalid(
                            "this operator belongs to a field: {\"price\": {\""
                                    + name
                                    + "\": …}}.");
                }
                throw place.unknown("operator", name, COMBINATORS);
            }
        };
    }

    private static List<Filter> filters(Value value, FilterPlace place, int depth) {
        List<Value> items = FilterParser.list(value, place, "a list of filters");
        List<Filter> filters = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            filters.add(filter(items.get(i), place.item(i), depth + 1));
        }
        return filters;
    }

    private static Filter field(FieldPath path, Value value, FilterPlace place, int depth) {
        return switch (value) {
            case Value.Null n -> new Filter.IsNull(path);
            case Value.Bool b -> new Filter.Eq(path, b);
            case Value.Int i -> new Filter.Eq(path, i);
            case Value.Real r -> new Filter.Eq(path, r);
            case Value.Text text -> new Filter.Eq(path, text);
            case Value.Struct struct -> operators(path, struct, place, depth + 1);
            case Value.Array list ->
                    throw place.invalid(
                            "a list does not say how to compare; write {\"$in\": […]} for one of"
                                    + " these values, or {\"$contains\": value} for a list that"
                                    + " holds the value.");
        };
    }

    private static Filter operators(FieldPath path, Value value, FilterPlace place, int depth) {
        place.requireDepth(depth);
        Map<String, Value> operators =
                FilterParser.object(value, place, "an object such as {\"$gte\": 5}");
        if (operators.isEmpty()) {
            throw place.invalid("no operator is given; allowed: " + String.join(", ", OPERATORS));
        }
        List<Filter> parts = new ArrayList<>(operators.size());
        Map<String, Value> ends = new LinkedHashMap<>();
        int rangeAt = 0;
        for (Map.Entry<String, Value> entry : operators.entrySet()) {
            String name = entry.getKey();
            FilterPlace at = place.field(name);
            switch (name) {
                case "$gt", "$gte", "$lt", "$lte" -> {
                    rangeAt = ends.isEmpty() ? parts.size() : rangeAt;
                    ends.put(name.substring(1), FilterParser.bound(entry.getValue(), at));
                }
                default -> parts.add(operator(path, name, entry.getValue(), at, depth));
            }
        }
        if (!ends.isEmpty()) {
            parts.add(rangeAt, FilterParser.range(path, ends));
        }
        return FilterParser.all(parts);
    }

    private static Filter operator(
            FieldPath path, String name, Value value, FilterPlace place, int depth) {
        return switch (name) {
            case "$eq" -> equal(path, value, place);
            case "$ne" -> new Filter.Not(equal(path, value, place));
            case "$in" -> new Filter.In(path, FilterParser.scalars(value, place, NULL_IN_LIST));
            case "$nin" ->
                    new Filter.Not(
                            new Filter.In(path, FilterParser.scalars(value, place, NULL_IN_LIST)));
            case "$contains" -> equal(path, value, place);
            case "$exists" -> FilterParser.asked(new Filter.Exists(path), value, place);
            case "$null" -> FilterParser.asked(new Filter.IsNull(path), value, place);
            case "$empty" -> FilterParser.asked(new Filter.IsEmpty(path), value, place);
            case "$not" -> new Filter.Not(operators(path, value, place, depth + 1));
            default -> {
                if (name.startsWith("$")) {
                    throw place.unknown("operator", name, OPERATORS);
                }
                throw place.invalid(
                        "expected an operator such as $eq; for a field inside an object write the"
                                + " dotted path, {\""
                                + path
                                + "."
                                + FilterPlace.shorten(name)
                                + "\": value}; for clauses write {\"must\": […]}.");
            }
        };
    }

    private static Filter equal(FieldPath path, Value value, FilterPlace place) {
        return switch (value) {
            case Value.Null n -> new Filter.IsNull(path);
            case Value.Array list ->
                    throw place.invalid(
                            "one value is compared at a time; write {\"$in\": […]} for one of"
                                    + " these values, or join several $contains by $and.");
            case Value.Struct struct ->
                    throw place.invalid(
                            "objects are not compared whole; compare their fields by dotted paths"
                                    + " such as \"address.city\".");
            case Value.Bool b -> new Filter.Eq(path, b);
            case Value.Int i -> new Filter.Eq(path, i);
            case Value.Real r -> new Filter.Eq(path, r);
            case Value.Text text -> new Filter.Eq(path, text);
        };
    }
}
