package io.vecdb.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Spells a [Filter] in clause style so that it parses to an equal one. Two shapes have no natural
/// spelling: an [Filter.And] of one part, which an empty `should` beside it keeps from being read
/// as the part alone, and an [Filter.Or] without parts, which is `{"$or": []}`.
final class FilterWriter {
    private static final Value NOTHING = new Value.Array(List.of());

    private FilterWriter() {}

    static Value.Struct write(Filter filter) {
        FilterLimits.check(filter);
        Value.Struct spelling = spell(filter);
        return isGroup(filter) ? spelling : object("must", list(spelling));
    }

    private static boolean isGroup(Filter filter) {
        return filter instanceof Filter.And
                || filter instanceof Filter.Or
                || filter instanceof Filter.Not;
    }

    private static Value.Struct spell(Filter filter) {
        return switch (filter) {
            case Filter.And and -> spellAnd(and.parts());
            case Filter.Or or ->
                    or.parts().isEmpty()
                            ? object("$or", NOTHING)
                            : object("should", spellAll(or.parts()));
            case Filter.Not not -> object("must_not", list(spell(not.part())));
            case Filter.Eq eq -> match(eq.path(), "value", eq.value());
            case Filter.In in -> match(in.path(), "any", new Value.Array(in.values()));
            case Filter.Except except ->
                    match(except.path(), "except", new Value.Array(except.values()));
            case Filter.Range range -> test(range.path(), "range", ends(range.bounds()));
            case Filter.Exists exists -> object("exists", key(exists.path()));
            case Filter.IsNull isNull -> object("is_null", key(isNull.path()));
            case Filter.IsEmpty isEmpty -> object("is_empty", key(isEmpty.path()));
            case Filter.HasId hasId -> object("has_id", ids(hasId));
        };
    }

    private static Value.Struct spellAnd(List<Filter> parts) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("must", spellAll(parts));
        if (parts.size() == 1) {
            fields.put("should", NOTHING);
        }
        return new Value.Struct(fields);
    }

    private static Value spellAll(List<Filter> parts) {
        return new Value.Array(parts.stream().<Value>map(FilterWriter::spell).toList());
    }

    private static Value.Struct match(FieldPath path, String how, Value operand) {
        return test(path, "match", object(how, operand));
    }

    private static Value.Struct test(FieldPath path, String name, Value value) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("key", new Value.Text(path.text()));
        fields.put(name, value);
        return new Value.Struct(fields);
    }

    private static Value.Struct ends(Filter.Bounds bounds) {
        Map<String, Value> ends = new LinkedHashMap<>();
        if (bounds.gt() != null) {
            ends.put("gt", bounds.gt());
        }
        if (bounds.gte() != null) {
            ends.put("gte", bounds.gte());
        }
        if (bounds.lt() != null) {
            ends.put("lt", bounds.lt());
        }
        if (bounds.lte() != null) {
            ends.put("lte", bounds.lte());
        }
        return new Value.Struct(ends);
    }

    private static Value.Struct key(FieldPath path) {
        return object("key", new Value.Text(path.text()));
    }

    /// In their order, so that a filter always has the same spelling.
    private static Value ids(Filter.HasId hasId) {
        return new Value.Array(new TreeSet<>(hasId.ids()).stream().map(FilterWriter::id).toList());
    }

    private static Value id(PointId id) {
        return switch (id) {
            case PointId.Num num ->
                    num.value() >= 0
                            ? new Value.Int(num.value())
                            : object(FilterParser.NUM, new Value.Text(num.toString()));
            case PointId.Uuid uuid -> new Value.Text(uuid.toString());
            case PointId.Text text -> new Value.Text(text.value());
        };
    }

    private static Value list(Value item) {
        return new Value.Array(List.of(item));
    }

    private static Value.Struct object(String name, Value value) {
        return new Value.Struct(Collections.singletonMap(name, value));
    }
}
