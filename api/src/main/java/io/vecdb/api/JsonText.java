package io.vecdb.api;

/// Writes a [Value] as JSON, for messages and `toString`. Reading JSON is the edges' business.
final class JsonText {
    private JsonText() {}

    static String of(Value value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Text text -> quote(text.value(), out);
            case Value.Array array -> {
                String separator = "[";
                for (Value item : array.items()) {
                    write(item, out.append(separator));
                    separator = ",";
                }
                out.append(array.items().isEmpty() ? "[]" : "]");
            }
            case Value.Struct struct -> {
                String separator = "{";
                for (var field : struct.fields().entrySet()) {
                    quote(field.getKey(), out.append(separator));
                    write(field.getValue(), out.append(':'));
                    separator = ",";
                }
                out.append(struct.fields().isEmpty() ? "{}" : "}");
            }
            case Value.Null n -> out.append(n);
            case Value.Bool b -> out.append(b);
            case Value.Int i -> out.append(i);
            case Value.Real r -> out.append(r);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
                        out.append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
