package io.vecdb.app.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

import io.vecdb.api.Hit;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import java.util.List;

/// Results as JSON trees, and trees as text.
public final class JsonOutput {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonOutput() {}

    /// An empty object to fill.
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /// The tree as text on one line.
    public static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory cannot be written", e);
        }
    }

    /// `{"id": …, "score": …, "payload": {…}}` for each hit.
    public static ArrayNode hits(List<Hit> hits) {
        ArrayNode array = NODES.arrayNode();
        for (Hit hit : hits) {
            ObjectNode node = array.addObject();
            node.putRawValue("id", id(hit.id()));
            node.put("score", hit.score());
            node.putRawValue("payload", json(new Value.Struct(hit.payload())));
        }
        return array;
    }

    /// A number, or a string.
    private static RawValue id(PointId id) {
        return id instanceof PointId.Num
                ? new RawValue(id.toString())
                : json(new Value.Text(id.toString()));
    }

    /// A value writes itself as JSON.
    private static RawValue json(Value value) {
        return new RawValue(value.toString());
    }
}
