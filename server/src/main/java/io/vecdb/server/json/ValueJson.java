package io.vecdb.server.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.api.DbException;
import io.vecdb.api.Value;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON to [Value] and back. Whole numbers of up to 64 bits stay exact as [Value.Int]; all others
/// become [Value.Real]. What was written reads back as the same value. Thread-safe.
public final class ValueJson {
    private ValueJson() {}

    /// The value that a JSON text says.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is no JSON, beyond the limits of [Json], or holds
    ///   a number beyond the range of a double
    public static Value parse(String json) {
        return of(Json.tree(json));
    }

    /// The value of a tree that [Json#tree] returned, whose depth is bounded.
    ///
    /// @throws DbException INVALID_ARGUMENT if a number is beyond the range of a double
    public static Value of(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> new Value.Null();
            case BOOLEAN -> new Value.Bool(node.booleanValue());
            case STRING -> new Value.Text(node.textValue());
            case NUMBER ->
                    node.isIntegralNumber() && node.canConvertToLong()
                            ? new Value.Int(node.longValue())
                            : new Value.Real(node.doubleValue());
            case ARRAY -> {
                List<Value> items = new ArrayList<>(node.size());
                for (JsonNode item : node) {
                    items.add(of(item));
                }
                yield new Value.Array(items);
            }
            case OBJECT -> new Value.Struct(fields(node));
            case BINARY, POJO ->
                    throw new IllegalArgumentException("not from JSON text: " + node.getNodeType());
        };
    }

    /// The fields of an object's tree, in its order.
    ///
    /// @param object an object
    /// @throws DbException INVALID_ARGUMENT if a number is beyond the range of a double
    public static Map<String, Value> fields(JsonNode object) {
        Map<String, Value> fields = LinkedHashMap.newLinkedHashMap(object.size());
        object.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
        return fields;
    }

    /// Writes a value.
    ///
    /// @throws IOException if the generator's target refuses it
    public static void write(Value value, JsonGenerator out) throws IOException {
        switch (value) {
            case Value.Null n -> out.writeNull();
            case Value.Bool bool -> out.writeBoolean(bool.value());
            case Value.Int number -> out.writeNumber(number.value());
            case Value.Real number -> out.writeNumber(number.value());
            case Value.Text text -> out.writeString(text.value());
            case Value.Array array -> {
                out.writeStartArray();
                for (Value item : array.items()) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case Value.Struct struct -> writeFields(struct.fields(), out);
        }
    }

    /// Writes an object.
    ///
    /// @throws IOException if the generator's target refuses it
    public static void writeFields(Map<String, Value> fields, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        for (var field : fields.entrySet()) {
            out.writeFieldName(field.getKey());
            write(field.getValue(), out);
        }
        out.writeEndObject();
    }
}
