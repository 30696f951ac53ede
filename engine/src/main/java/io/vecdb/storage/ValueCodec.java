package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stored form of a [Value]: one type byte, then
///
/// | type | number | content |
/// |---|---|---|
/// | null, false, true | 0, 1, 2 | nothing |
/// | Int | 3 | zigzag varLong |
/// | Real | 4 | 8 bytes |
/// | Text | 5 | length, UTF-8 |
/// | Array | 6 | count, items |
/// | Struct | 7 | count, then name and value of each |
///
/// The numbers never change. Order of fields is kept. Nesting is limited to [#DEPTH], which bounds
/// the stack; the tighter limit on payloads is the write path's to check.
public final class ValueCodec {
    /// Deepest nesting of arrays and structs that is written or read.
    public static final int DEPTH = 128;

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int INT = 3;
    private static final int REAL = 4;
    private static final int TEXT = 5;
    private static final int ARRAY = 6;
    private static final int STRUCT = 7;

    private ValueCodec() {}

    /// Appends a value.
    ///
    /// @throws DbException LIMIT_EXCEEDED beyond [#DEPTH]; INVALID_ARGUMENT for text that is not
    ///   valid Unicode
    public static void write(ByteWriter out, Value value) {
        write(out, value, 0);
    }

    /// Appends the fields of a payload: a count, then name and value of each.
    ///
    /// @throws DbException as [#write]
    public static void writeFields(ByteWriter out, Map<String, Value> fields) {
        writeFields(out, fields, 1);
    }

    /// Reads a value.
    ///
    /// @throws DbException CORRUPT
    public static Value read(ByteReader in) {
        return read(in, 0);
    }

    /// Reads the fields of a payload, in their order.
    ///
    /// @throws DbException CORRUPT
    public static Map<String, Value> readFields(ByteReader in) {
        return readFields(in, 1);
    }

    private static void write(ByteWriter out, Value value, int depth) {
        switch (value) {
            case Value.Null n -> out.putByte(NULL);
            case Value.Bool bool -> out.putByte(bool.value() ? TRUE : FALSE);
            case Value.Int number -> {
                out.putByte(INT);
                out.putVarLong(number.value() << 1 ^ number.value() >> 63);
            }
            case Value.Real number -> {
                out.putByte(REAL);
                out.putDouble(number.value());
            }
            case Value.Text text -> {
                out.putByte(TEXT);
                out.putString(text.value());
            }
            case Value.Array array -> {
                requireDepth(depth + 1);
                out.putByte(ARRAY);
                out.putVarInt(array.items().size());
                for (Value item : array.items()) {
                    write(out, item, depth + 1);
                }
            }
            case Value.Struct struct -> {
                out.putByte(STRUCT);
                writeFields(out, struct.fields(), depth + 1);
            }
        }
    }

    private static void writeFields(ByteWriter out, Map<String, Value> fields, int depth) {
        requireDepth(depth);
        out.putVarInt(fields.size());
        fields.forEach((name, value) -> {
            out.putString(name);
            write(out, value, depth);
        });
    }

    private static Value read(ByteReader in, int depth) {
        int type = in.readByte();
        return switch (type) {
            case NULL -> new Value.Null();
            case FALSE -> new Value.Bool(false);
            case TRUE -> new Value.Bool(true);
            case INT -> {
                long bits = in.readVarLong();
                yield new Value.Int(bits >>> 1 ^ -(bits & 1));
            }
            case REAL -> {
                double number = in.readDouble();
                if (!Double.isFinite(number)) {
                    throw in.corrupt("a payload number is " + number);
                }
                yield new Value.Real(number);
            }
            case TEXT -> new Value.Text(in.readString());
            case ARRAY -> new Value.Array(readItems(in, depth + 1));
            case STRUCT -> new Value.Struct(readFields(in, depth + 1));
            default -> throw in.corrupt("a value of unknown type " + type);
        };
    }

    private static List<Value> readItems(ByteReader in, int depth) {
        requireDepth(in, depth);
        int count = in.readCount(1);
        List<Value> items = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            items.add(read(in, depth));
        }
        return items;
    }

    private static Map<String, Value> readFields(ByteReader in, int depth) {
        requireDepth(in, depth);
        int count = in.readCount(2);
        Map<String, Value> fields = LinkedHashMap.newLinkedHashMap(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            String name = in.readString();
            if (fields.put(name, read(in, depth)) != null) {
                throw in.corrupt("the field '" + name + "' stands twice in one object");
            }
        }
        return Value.copy(fields);
    }

    private static void requireDepth(int depth) {
        if (depth > DEPTH) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "A value is nested more than " + DEPTH + " deep; make it flatter.");
        }
    }

    private static void requireDepth(ByteReader in, int depth) {
        if (depth > DEPTH) {
            throw in.corrupt("a value is nested more than " + DEPTH + " deep");
        }
    }
}
