package io.vecdb.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Filter;
import io.vecdb.server.json.JsonCursor;
import io.vecdb.server.json.ValueJson;

import java.util.Set;

/// Reads filters, in both spellings.
final class FilterIn {
    /// The keys, one of each spelling, under which a list of point ids stands.
    private static final Set<String> ID_LISTS = Set.of("has_id", "$id");

    private FilterIn() {}

    /// The object's field `filter`; without one, every point.
    static Filter optional(JsonCursor body) {
        JsonCursor filter = body.optional("filter");
        return filter == null ? Filter.all() : read(filter);
    }

    /// The filter that stands here. Refusals name their place as `filter.…` already, so only what
    /// is around it is put in front.
    static Filter read(JsonCursor filter) {
        if (!filter.node().isObject()) {
            throw filter.expected("an object");
        }
        return filter.parent().at(() -> Filter.parse(ValueJson.of(withLargeIds(filter.node()))));
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
