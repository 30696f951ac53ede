package io.vecdb.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.vecdb.api.DbException;
import io.vecdb.api.Filter;
import io.vecdb.server.json.Json;
import io.vecdb.server.json.ValueJson;

import java.util.List;

/// Filters as they are typed.
public final class FilterText {
    /// The keys, one of each spelling, under which a list of point ids stands.
    private static final List<String> ID_LISTS = List.of("has_id", "$id");

    private FilterText() {}

    /// The filter that a JSON text says.
    ///
    /// @throws DbException INVALID_ARGUMENT or UNSUPPORTED if it is none, LIMIT_EXCEEDED if it is
    ///   too large
    public static Filter parse(String json) {
        JsonNode tree = Json.tree(json);
        for (String key : ID_LISTS) {
            tree.findParents(key).forEach(parent -> spellLargeIds(parent.get(key)));
        }
        return Filter.parse(ValueJson.of(tree));
    }

    /// Ids of 2^63 and more do not fit the whole numbers of a [io.vecdb.api.Value]; the filter's
    /// parser takes them as `{"num": "…"}`.
    private static void spellLargeIds(JsonNode list) {
        if (list instanceof ArrayNode ids) {
            for (int i = 0; i < ids.size(); i++) {
                if (ids.get(i).isBigInteger()) {
                    ids.set(i, ids.objectNode().put("num", ids.get(i).asText()));
                }
            }
        }
    }
}
