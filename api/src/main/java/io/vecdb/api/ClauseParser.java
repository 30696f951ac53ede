package io.vecdb.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the clause style, which is Qdrant's filter object: `{"must": [{"key": "pos", "match":
/// {"value": "noun"}}], "must_not": […]}`.
///
/// Ours beside Qdrant's clauses: `{"exists": {"key": …}}`, since Qdrant cannot ask whether a field
/// is there, and in place of a clause an object whose keys all begin with `$` is read in operator
/// style.
final class ClauseParser {
    /// The keys that make an object clause style.
    static final Set<String> GROUPS = Set.of("must", "should", "must_not", "min_should");

    private static final List<String> GROUPS_ALLOWED = List.of("must", "should", "must_not");
    private static final List<String> CLAUSES_ALLOWED =
            List.of("key", "is_empty", "is_null", "exists", "has_id", "must", "should", "must_not");
    private static final List<String> TESTS_ALLOWED =
            List.of("key", "match", "range", "is_empty", "is_null");
    private static final List<String> MATCHES_ALLOWED = List.of("value", "any", "except");
    private static final List<String> ENDS_ALLOWED = List.of("gt", "gte", "lt", "lte");
    private static final List<String> KEY_ALLOWED = List.of("key");

    /// What Qdrant has and this release has not, with its name in words.
    private static final Map<String, String> UNSUPPORTED =
            Map.ofEntries(
                    Map.entry("min_should", "min_should"),
                    Map.entry("nested", "nested (conditions on one element of a list of objects)"),
                    Map.entry("has_vector", "has_vector"),
                    Map.entry("slice", "slice"),
                    Map.entry("values_count", "values_count"),
                    Map.entry("geo_bounding_box", "geo_bounding_box"),
                    Map.entry("geo_radius", "geo_radius"),
                    Map.entry("geo_polygon", "geo_polygon"),
                    Map.entry("text", "full-text match (text)"),
                    Map.entry("text_any", "full-text match (text_any)"),
                    Map.entry("phrase", "full-text match (phrase)"),
                    Map.entry("prefix", "prefix match (prefix)"));

    private static final String NULL_IN_MATCH = "write {\"is_null\": {\"key\": …}}";

    private ClauseParser() {}

    /// A filter of must, should and must_not. One group of one condition is that condition.
    static Filter groups(Value value, FilterPlace place, int depth) {
        place.requireDepth(depth);
        Map<String, Value> groups =
                FilterParser.object(value, place, "an object such as {\"must\": […]}");
        List<Filter> parts = new ArrayList<>();
        int given = 0;
        for (Map.Entry<String, Value> group : groups.entrySet()) {
            FilterPlace at = place.field(group.getKey());
            if (!GROUPS_ALLOWED.contains(group.getKey())) {
                throw besideGroups(group.getKey(), at);
            }
            if (!(group.getValue() instanceof Value.Null)) {
                given++;
                addGroup(group.getKey(), clauses(group.getValue(), at, depth + 1), parts);
            }
        }
        return given == 1 ? FilterParser.all(parts) : new Filter.And(parts);
    }

    private static void addGroup(String name, List<Filter> clauses, List<Filter> parts) {
        switch (name) {
            case "must" -> parts.addAll(clauses);
            case "must_not" -> clauses.forEach(clause -> parts.add(new Filter.Not(clause)));
            default -> {
                if (!clauses.isEmpty()) {
                    parts.add(new Filter.Or(clauses));
                }
            }
        }
    }

    private static DbException besideGroups(String name, FilterPlace place) {
        requireSupported(name, place);
        DbException unknown = place.unknown("key beside clauses", name, GROUPS_ALLOWED);
        return new DbException(
                unknown.code(),
                unknown.getMessage()
                        + " An object with must, should or must_not is clause style and cannot hold"
                        + " fields too: write {\"key\": \"field\", \"match\": {\"value\": …}}, or"
                        + " {\"$and\": [{\"must\": …}]} for a payload field of that name.");
    }

    private static List<Filter> clauses(Value value, FilterPlace place, int depth) {
        if (value instanceof Value.Struct) {
            return List.of(clause(value, place, depth));
        }
        List<Value> items = FilterParser.list(value, place, "a clause or a list of clauses");
        List<Filter> clauses = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            clauses.add(clause(items.get(i), place.item(i), depth));
        }
        return clauses;
    }

    private static Filter clause(Value value, FilterPlace place, int depth) {
        place.requireDepth(depth);
        Map<String, Value> keys =
                FilterParser.object(
                        value,
                        place,
                        "a clause such as {\"key\": \"pos\", \"match\": {\"value\": \"noun\"}}");
        if (keys.isEmpty()) {
            return Filter.all();
        }
        if (keys.keySet().stream().allMatch(key -> key.startsWith("$"))) {
            return OperatorParser.filter(value, place, depth);
        }
        if (keys.containsKey("key")) {
            return fieldClause(keys, place);
        }
        if (keys.keySet().stream().anyMatch(GROUPS::contains)) {
            return groups(value, place, depth);
        }
        Map.Entry<String, Value> first = keys.entrySet().iterator().next();
        FilterPlace at = place.field(first.getKey());
        Filter clause = pathlessClause(first.getKey(), first.getValue(), at);
        if (keys.size() > 1) {
            throw place.invalid(
                    "a clause is one condition, but "
                            + keys.size()
                            + " keys are given; write a clause for each.");
        }
        return clause;
    }

    private static Filter pathlessClause(String name, Value value, FilterPlace place) {
        return switch (name) {
            case "is_empty" -> new Filter.IsEmpty(keyOf(value, place));
            case "is_null" -> new Filter.IsNull(keyOf(value, place));
            case "exists" -> new Filter.Exists(keyOf(value, place));
            case "has_id" -> FilterParser.ids(value, place);
            case "match", "range" ->
                    throw place.invalid("the clause needs a \"key\" that names the field.");
            default -> {
                requireSupported(name, place);
                throw place.unknown("clause", name, CLAUSES_ALLOWED);
            }
        };
    }

    /// The path in `{"key": path}`.
    private static FieldPath keyOf(Value value, FilterPlace place) {
        Map<String, Value> keys =
                FilterParser.object(value, place, "an object such as {\"key\": \"pos\"}");
        for (String key : keys.keySet()) {
            if (!key.equals("key")) {
                throw place.field(key).unknown("key", key, KEY_ALLOWED);
            }
        }
        return path(keys, place);
    }

    private static FieldPath path(Map<String, Value> keys, FilterPlace place) {
        Value key = keys.get("key");
        if (key instanceof Value.Text text) {
            return FilterParser.path(text.value(), place.field("key"));
        }
        throw place.invalid("expected a \"key\" with the name of a field as text.");
    }

    private static Filter fieldClause(Map<String, Value> keys, FilterPlace place) {
        FieldPath path = path(keys, place);
        Filter clause = null;
        for (Map.Entry<String, Value> test : keys.entrySet()) {
            String name = test.getKey();
            if (name.equals("key") || test.getValue() instanceof Value.Null) {
                continue;
            }
            if (clause != null) {
                throw place.invalid(
                        "a clause holds one of match, range, is_empty, is_null; write a clause for"
                                + " each.");
            }
            clause = test(path, name, test.getValue(), place.field(name));
        }
        if (clause == null) {
            throw place.invalid("the clause has a key but neither match nor range.");
        }
        return clause;
    }

    private static Filter test(FieldPath path, String name, Value value, FilterPlace place) {
        return switch (name) {
            case "match" -> match(path, value, place);
            case "range" -> range(path, value, place);
            case "is_empty" -> FilterParser.asked(new Filter.IsEmpty(path), value, place);
            case "is_null" -> FilterParser.asked(new Filter.IsNull(path), value, place);
            default -> {
                requireSupported(name, place);
                throw place.unknown("key", name, TESTS_ALLOWED);
            }
        };
    }

    private static Filter match(FieldPath path, Value value, FilterPlace place) {
        Map<String, Value> keys =
                FilterParser.object(value, place, "an object such as {\"value\": \"noun\"}");
        if (keys.size() != 1) {
            keys.keySet().stream()
                    .filter(name -> !MATCHES_ALLOWED.contains(name))
                    .forEach(name -> refuseMatch(name, place.field(name)));
            throw place.invalid("match holds exactly one of value, any, except.");
        }
        Map.Entry<String, Value> entry = keys.entrySet().iterator().next();
        FilterPlace at = place.field(entry.getKey());
        Value operand = entry.getValue();
        return switch (entry.getKey()) {
            case "value" -> new Filter.Eq(path, FilterParser.scalar(operand, at, NULL_IN_MATCH));
            case "any" -> new Filter.In(path, FilterParser.scalars(operand, at, NULL_IN_MATCH));
            case "except" ->
                    new Filter.Except(path, FilterParser.scalars(operand, at, NULL_IN_MATCH));
            default -> throw refuseMatch(entry.getKey(), at);
        };
    }

    private static DbException refuseMatch(String name, FilterPlace place) {
        requireSupported(name, place);
        throw place.unknown("key", name, MATCHES_ALLOWED);
    }

    private static Filter range(FieldPath path, Value value, FilterPlace place) {
        Map<String, Value> ends = new LinkedHashMap<>();
        FilterParser.object(value, place, "an object such as {\"gte\": 5}")
                .forEach((name, end) -> {
                    FilterPlace at = place.field(name);
                    if (!ENDS_ALLOWED.contains(name)) {
                        throw at.unknown("key", name, ENDS_ALLOWED);
                    }
                    if (!(end instanceof Value.Null)) {
                        ends.put(name, FilterParser.bound(end, at));
                    }
                });
        if (ends.isEmpty()) {
            throw place.invalid("a range needs at least one of gt, gte, lt, lte.");
        }
        return FilterParser.range(path, ends);
    }

    /// @throws DbException UNSUPPORTED if Qdrant has a clause of this name and this release has not
    private static void requireSupported(String name, FilterPlace place) {
        String words = UNSUPPORTED.get(name);
        if (words != null) {
            throw place.unsupported(words + " is not supported by this release.");
        }
    }
}
