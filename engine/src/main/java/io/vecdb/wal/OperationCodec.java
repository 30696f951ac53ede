package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.Limits;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Vector;
import io.vecdb.replication.Operation;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.IdCodec;
import io.vecdb.storage.ValueCodec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stored form of an [Operation], the number of its kind and its parts; see
/// `docs/format/wal.md`. The numbers never change, 0 is no operation's, and those of sparse vectors
/// and multi-vectors are reserved.
public final class OperationCodec {
    private static final int UPSERT = 1;
    private static final int UPDATE_VECTORS = 2;
    private static final int DELETE = 3;
    private static final int SET_PAYLOAD = 4;
    private static final int OVERWRITE_PAYLOAD = 5;
    private static final int DELETE_PAYLOAD = 6;
    private static final int CREATE_PAYLOAD_INDEX = 7;
    private static final int DROP_PAYLOAD_INDEX = 8;

    private static final int IDS = 1;
    private static final int MATCHING = 2;

    private static final int DENSE = 1;
    private static final int SPARSE_RESERVED = 2;
    private static final int MULTI_RESERVED = 3;

    private OperationCodec() {}

    /// Encodes an operation.
    ///
    /// @throws DbException LIMIT_EXCEEDED if it takes more than [Limits#WRITE_BYTES];
    ///   INVALID_ARGUMENT for text that is not valid Unicode; INTERNAL if a document was not
    ///   embedded before
    public static EncodedOperation encode(Operation operation) {
        return encode(operation, new ByteWriter());
    }

    /// As [#encode(Operation)], in a buffer that is empty.
    static EncodedOperation encode(Operation operation, ByteWriter out) {
        write(out, operation);
        requireWithinLimit(out);
        return new EncodedOperation(kind(operation), out.content(), out.size());
    }

    private static int kind(Operation operation) {
        return switch (operation) {
            case Operation.Upsert upsert -> UPSERT;
            case Operation.UpdateVectors update -> UPDATE_VECTORS;
            case Operation.Delete delete -> DELETE;
            case Operation.SetPayload set -> SET_PAYLOAD;
            case Operation.OverwritePayload overwrite -> OVERWRITE_PAYLOAD;
            case Operation.DeletePayload delete -> DELETE_PAYLOAD;
            case Operation.CreatePayloadIndex create -> CREATE_PAYLOAD_INDEX;
            case Operation.DropPayloadIndex drop -> DROP_PAYLOAD_INDEX;
        };
    }

    private static void write(ByteWriter out, Operation operation) {
        switch (operation) {
            case Operation.Upsert upsert -> {
                int count = upsert.points().size();
                out.putVarInt(count);
                for (int i = 0; i < count; i++) {
                    Point point = upsert.points().get(i);
                    int begin = out.size();
                    IdCodec.write(out, point.id());
                    writeVectors(out, point.vectors());
                    ValueCodec.writeFields(out, point.payload());
                    requireWithinLimit(out);
                    if (i == 0) {
                        expectAsLarge(out, out.size() - begin, count - 1);
                    }
                }
            }
            case Operation.UpdateVectors update -> {
                out.putVarInt(update.points().size());
                for (PointVectors point : update.points()) {
                    IdCodec.write(out, point.id());
                    writeVectors(out, point.vectors());
                    requireWithinLimit(out);
                }
            }
            case Operation.Delete delete -> {
                writeSelection(out, delete.selection());
            }
            case Operation.SetPayload set -> {
                writeSelection(out, set.selection());
                ValueCodec.writeFields(out, set.fields());
            }
            case Operation.OverwritePayload overwrite -> {
                writeSelection(out, overwrite.selection());
                ValueCodec.writeFields(out, overwrite.payload());
            }
            case Operation.DeletePayload delete -> {
                writeSelection(out, delete.selection());
                out.putVarInt(delete.paths().size());
                delete.paths().forEach(path -> out.putString(path.text()));
            }
            case Operation.CreatePayloadIndex create -> {
                out.putString(create.path().text());
                out.putByte(create.type().formatId());
            }
            case Operation.DropPayloadIndex drop -> {
                out.putString(drop.path().text());
            }
        }
    }

    /// Decodes the operation that a reader holds from its position to its end.
    ///
    /// @throws DbException CORRUPT with file and byte
    public static Operation decode(int kind, ByteReader in) {
        try {
            Operation operation = read(kind, in);
            in.requireEnd();
            return operation;
        } catch (DbException e) {
            if (e.code() == ErrorCode.CORRUPT) {
                throw e;
            }
            // The types of the API refuse what could never have been written.
            throw in.corrupt("an operation makes no sense (" + e.getMessage() + ")");
        }
    }

    private static Operation read(int kind, ByteReader in) {
        return switch (kind) {
            case UPSERT -> new Operation.Upsert(readPoints(in));
            case UPDATE_VECTORS -> new Operation.UpdateVectors(readPointVectors(in));
            case DELETE -> new Operation.Delete(readSelection(in));
            case SET_PAYLOAD ->
                    new Operation.SetPayload(readSelection(in), ValueCodec.readFields(in));
            case OVERWRITE_PAYLOAD ->
                    new Operation.OverwritePayload(readSelection(in), ValueCodec.readFields(in));
            case DELETE_PAYLOAD -> {
                Selection selection = readSelection(in);
                int count = in.readCount(1);
                List<FieldPath> paths = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    paths.add(readPath(in));
                }
                yield new Operation.DeletePayload(selection, paths);
            }
            case CREATE_PAYLOAD_INDEX ->
                    new Operation.CreatePayloadIndex(
                            readPath(in), PayloadIndexType.ofFormatId(in.readByte()));
            case DROP_PAYLOAD_INDEX -> new Operation.DropPayloadIndex(readPath(in));
            default -> throw in.corrupt("an operation of unknown kind " + kind);
        };
    }

    private static List<Point> readPoints(ByteReader in) {
        int count = in.readCount(1);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new Point(IdCodec.read(in), readVectors(in), ValueCodec.readFields(in)));
        }
        return points;
    }

    private static List<PointVectors> readPointVectors(ByteReader in) {
        int count = in.readCount(1);
        List<PointVectors> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new PointVectors(IdCodec.read(in), readVectors(in)));
        }
        return points;
    }

    private static void writeVectors(ByteWriter out, Map<String, Vector> vectors) {
        out.putVarInt(vectors.size());
        vectors.forEach((field, vector) -> {
            out.putString(field);
            switch (vector) {
                case Vector.Dense dense -> {
                    out.putByte(DENSE);
                    out.putFloats(dense.values());
                }
                case Vector.Document document ->
                        throw new DbException(
                                ErrorCode.INTERNAL,
                                "The text of field '"
                                        + field
                                        + "' was not embedded before it"
                                        + " was to be logged.");
            }
        });
    }

    private static Map<String, Vector> readVectors(ByteReader in) {
        int count = in.readCount(2);
        Map<String, Vector> vectors = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String field = in.readString();
            int type = in.readByte();
            Vector vector =
                    switch (type) {
                        case DENSE -> new Vector.Dense(in.readFloats());
                        case SPARSE_RESERVED, MULTI_RESERVED ->
                                throw in.corrupt(
                                        "a vector of type " + type + ", which is reserved");
                        default -> throw in.corrupt("a vector of unknown type " + type);
                    };
            if (vectors.put(field, vector) != null) {
                throw in.corrupt("the vector field '" + field + "' stands twice in one point");
            }
        }
        return vectors;
    }

    private static void writeSelection(ByteWriter out, Selection selection) {
        switch (selection) {
            case Selection.Ids ids -> {
                out.putByte(IDS);
                out.putVarInt(ids.ids().size());
                ids.ids().forEach(id -> IdCodec.write(out, id));
            }
            case Selection.Matching matching -> {
                out.putByte(MATCHING);
                ValueCodec.write(out, matching.filter().toValue());
            }
        }
    }

    private static Selection readSelection(ByteReader in) {
        int type = in.readByte();
        return switch (type) {
            case IDS -> {
                int count = in.readCount(2);
                List<PointId> ids = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    ids.add(IdCodec.read(in));
                }
                yield new Selection.Ids(ids);
            }
            case MATCHING -> new Selection.Matching(Filter.parse(ValueCodec.read(in)));
            default -> throw in.corrupt("a selection of unknown type " + type);
        };
    }

    private static FieldPath readPath(ByteReader in) {
        return FieldPath.parse(in.readString());
    }

    /// The points of a batch are mostly of one size; growing step by step would copy them twice.
    private static void expectAsLarge(ByteWriter out, int bytes, int more) {
        long expected = (bytes + (long) (bytes >> 4)) * more;
        out.expect((int) Math.min(expected, Limits.WRITE_BYTES - out.size()));
    }

    private static void requireWithinLimit(ByteWriter out) {
        if (out.size() > Limits.WRITE_BYTES) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "A write takes more than "
                            + Limits.WRITE_BYTES
                            + " bytes in the log; split it into smaller batches.");
        }
    }
}
