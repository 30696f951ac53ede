package io.vecdb.server.json;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A place in a JSON tree, such as `points[3].vector`, with readers that say what they expect.
/// Every refusal names the place. The way to it is only joined when there is something to refuse.
///
/// JSON's null stands for a field that is not there. Immutable.
public final class JsonCursor {
    private static final int SHOWN_CHARS = 40;

    private final JsonNode node;
    private final @Nullable JsonCursor parent;
    private final String step;

    private JsonCursor(JsonNode node, @Nullable JsonCursor parent, String step) {
        this.node = node;
        this.parent = parent;
        this.step = step;
    }

    /// The whole tree.
    public static JsonCursor root(JsonNode tree) {
        return new JsonCursor(tree, null, "");
    }

    /// What stands here.
    public JsonNode node() {
        return node;
    }

    /// Where this is, such as `points[3].vector`; empty for the whole tree.
    public String path() {
        if (parent == null) {
            return step;
        }
        String before = parent.path();
        return before.isEmpty() || step.startsWith("[") ? before + step : before + "." + step;
    }

    /// The object or list that this stands in, or itself for the whole tree.
    public JsonCursor parent() {
        return parent == null ? this : parent;
    }

    /// Whether this object has the field, and it is not null.
    ///
    /// @throws DbException INVALID_ARGUMENT if this is no object
    public boolean has(String field) {
        return optional(field) != null;
    }

    /// The object's field, or null if it is not there.
    ///
    /// @throws DbException INVALID_ARGUMENT if this is no object
    public @Nullable JsonCursor optional(String field) {
        JsonNode value = requireObject().get(field);
        return value == null || value.isNull() ? null : new JsonCursor(value, this, field);
    }

    /// The object's field.
    ///
    /// @throws DbException INVALID_ARGUMENT if this is no object or the field is not there
    public JsonCursor field(String field) {
        JsonCursor value = optional(field);
        if (value == null) {
            throw invalid("the field '" + field + "' is missing.");
        }
        return value;
    }

    /// The object's fields in their order, nulls included.
    ///
    /// @throws DbException INVALID_ARGUMENT if this is no object
    public Map<String, JsonCursor> fields() {
        Map<String, JsonCursor> fields = new LinkedHashMap<>();
        requireObject()
                .properties()
                .forEach(field ->
                        fields.put(
                                field.getKey(),
                                new JsonCursor(field.getValue(), this, field.getKey())));
        return fields;
    }

    /// The list's items.
    ///
    /// @throws DbException INVALID_ARGUMENT if this is no list
    public List<JsonCursor> items() {
        if (!node.isArray()) {
            throw expected("a list");
        }
        List<JsonCursor> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(item(i));
        }
        return items;
    }

    private JsonCursor item(int index) {
        return new JsonCursor(node.get(index), this, "[" + index + "]");
    }

    /// The string that stands here.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is none
    public String text() {
        if (!node.isTextual()) {
            throw expected("a string");
        }
        return node.textValue();
    }

    /// The strings of the list that stands here.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is no list of strings
    public List<String> texts() {
        return items().stream().map(JsonCursor::text).toList();
    }

    /// The truth value that stands here.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is none
    public boolean bool() {
        if (!node.isBoolean()) {
            throw expected("true or false");
        }
        return node.booleanValue();
    }

    /// The whole number that stands here.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is none or does not fit 32 bits
    public int integer() {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw expected("a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
        }
        return node.intValue();
    }

    /// The number that stands here, rounded to 32 bits.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is none or beyond the range of a float
    public float number() {
        if (!node.isNumber()) {
            throw expected("a number");
        }
        float value = (float) node.doubleValue();
        if (!Float.isFinite(value)) {
            throw invalid(shown() + " is beyond the range of a 32-bit float.");
        }
        return value;
    }

    /// The list of numbers that stands here, rounded to 32 bits each.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is none; the message names the item
    public float[] numbers() {
        if (!node.isArray()) {
            throw expected("a list of numbers");
        }
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode item = node.get(i);
            float value = (float) item.doubleValue();
            values[i] = item.isNumber() && Float.isFinite(value) ? value : item(i).number();
        }
        return values;
    }

    /// What `make` returns; what it refuses is refused with this place in front.
    ///
    /// @throws DbException as `make` does
    public <T> T at(Supplier<T> make) {
        try {
            return make.get();
        } catch (DbException e) {
            throw new DbException(e.code(), prefix() + e.getMessage(), e);
        }
    }

    /// An INVALID_ARGUMENT about this place.
    public DbException invalid(String message) {
        return DbException.invalid(prefix() + message);
    }

    /// An UNSUPPORTED about this place.
    public DbException unsupported(String message) {
        return new DbException(ErrorCode.UNSUPPORTED, prefix() + message);
    }

    /// The refusal of what stands here.
    ///
    /// @param what what should stand here, with its article
    public DbException expected(String what) {
        return invalid("expected " + what + ", not " + shown() + ".");
    }

    /// Refuses the object if one of these fields is there and not null.
    ///
    /// @throws DbException UNSUPPORTED that names the field
    public void refuse(String... fields) {
        for (String field : fields) {
            JsonCursor value = optional(field);
            if (value != null) {
                throw value.unsupported(
                        "this release does not support '" + field + "'; leave it out.");
            }
        }
    }

    private JsonNode requireObject() {
        if (!node.isObject()) {
            throw expected("an object");
        }
        return node;
    }

    private String prefix() {
        String path = path();
        return path.isEmpty() ? "" : path + ": ";
    }

    private String shown() {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL, MISSING -> "null";
            case STRING, NUMBER, BOOLEAN, BINARY, POJO -> {
                String text = node.toString();
                yield text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
            }
        };
    }
}
