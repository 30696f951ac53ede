package io.vecdb.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Filter;

import java.util.Set;

/// Filters as JSON, in both spellings.
public final class FilterJson {
    /// The keys, one of each spelling, under which a list of point ids stands.
    private static final Set<String> ID_LISTS = Set.of("has_id", "$id");

    private FilterJson() {}

    /// The filter that a JSON text says.
    ///
    /// @throws io.vecdb.api.DbException INVALID_ARGUMENT or UNSUPPORTED if it is none,
    ///   LIMIT_EXCEEDED if it is too large
    public static Filter parse(String json) {
        return of(Json.tree(json));
    }

    /// The filter that a JSON value says.
    ///
    /// @throws io.vecdb.api.DbException as [#parse]
    public static Filter of(JsonNode json) {
        return Filter.parse(ValueJson.of(withLargeIds(json)));
    }

    /// Ids of 2^63 and more do not fit the whole numbers of a [io.vecdb.api.Value]; the filter's
    /// parser takes them as `{"num": "…"}`.
    private static JsonNode withLargeIds(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field ->
                            copy.set(
                                    field.getKey(),
                                    ID_LISTS.contains(field.getKey())
                                            ? ids(field.getValue())
                                            : withLargeIds(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> copy.add(withLargeIds(item)));
            return copy;
        }
        return node;
    }

    private static JsonNode ids(JsonNode list) {
        if (!list.isArray()) {
            return list;
        }
        ArrayNode copy = JsonNodeFactory.instance.arrayNode(list.size());
        for (JsonNode id : list) {
            copy.add(id.isBigInteger() ? copy.objectNode().put("num", id.asText()) : id);
        }
        return copy;
    }
}
