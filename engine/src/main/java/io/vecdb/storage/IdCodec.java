package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.PointId;

import java.util.UUID;

/// The stored form of a [PointId]: one type byte, then for an integer (1) 8 bytes, for a UUID (2)
/// its high and low 8 bytes, for a string (3) length and UTF-8. The numbers never change.
public final class IdCodec {
    private static final int NUM = 1;
    private static final int UUID_TYPE = 2;
    private static final int TEXT = 3;

    private IdCodec() {}

    /// Appends an id.
    public static void write(ByteWriter out, PointId id) {
        switch (id) {
            case PointId.Num num -> {
                out.putByte(NUM);
                out.putLong(num.value());
            }
            case PointId.Uuid uuid -> {
                out.putByte(UUID_TYPE);
                out.putLong(uuid.value().getMostSignificantBits());
                out.putLong(uuid.value().getLeastSignificantBits());
            }
            case PointId.Text text -> {
                out.putByte(TEXT);
                out.putString(text.value());
            }
        }
    }

    /// Reads an id.
    ///
    /// @throws DbException CORRUPT
    public static PointId read(ByteReader in) {
        int type = in.readByte();
        return switch (type) {
            case NUM -> new PointId.Num(in.readLong());
            case UUID_TYPE -> new PointId.Uuid(new UUID(in.readLong(), in.readLong()));
            case TEXT -> {
                String text = in.readString();
                try {
                    yield new PointId.Text(text);
                } catch (DbException e) {
                    throw in.corrupt("what stands here is no point id (" + e.getMessage() + ")");
                }
            }
            default -> throw in.corrupt("a point id of unknown type " + type);
        };
    }
}
