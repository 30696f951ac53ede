package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.VectorConfig;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// A collection's configuration in bytes. The numbers of kinds never change.
final class ConfigCodec {
    /// Kinds of vector fields; 2 and 3 are reserved for sparse and multi-vector fields.
    private static final int DENSE = 1;

    private static final int FLAT = 1;
    private static final int HNSW = 2;

    private ConfigCodec() {}

    static void write(ByteWriter out, CollectionConfig config) {
        out.putInt(config.vectors().size());
        config.vectors()
                .forEach((name, field) -> {
                    out.putString(name);
                    writeField(out, field);
                });
        out.putInt(config.payloadIndexes().size());
        config.payloadIndexes()
                .forEach((path, type) -> {
                    out.putString(path);
                    out.putByte(type.formatId());
                });
    }

    private static void writeField(ByteWriter out, VectorConfig field) {
        out.putByte(DENSE);
        out.putInt(field.dimension());
        out.putByte(field.metric().formatId());
        switch (field.index()) {
            case IndexConfig.Flat flat -> out.putByte(FLAT);
            case IndexConfig.Hnsw hnsw -> {
                out.putByte(HNSW);
                out.putInt(hnsw.m());
                out.putInt(hnsw.efConstruction());
                out.putInt(hnsw.fullScanThreshold());
            }
        }
        String model = field.model();
        out.putByte(model == null ? 0 : 1);
        if (model != null) {
            out.putString(model);
        }
    }

    /// Reverses [#write].
    ///
    /// @throws DbException CORRUPT with file and byte; UNSUPPORTED_FORMAT for kinds that a newer
    ///   release may have written
    static CollectionConfig read(ByteReader in) {
        try {
            return readConfig(in);
        } catch (DbException e) {
            if (e.code() == ErrorCode.CORRUPT || e.code() == ErrorCode.UNSUPPORTED_FORMAT) {
                throw e;
            }
            // The types of the API refuse what could never have been written.
            throw in.corrupt("a configuration makes no sense (" + e.getMessage() + ")");
        }
    }

    private static CollectionConfig readConfig(ByteReader in) {
        Map<String, VectorConfig> vectors = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readString();
            vectors.put(name, readField(in));
        }
        Map<String, PayloadIndexType> indexes = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String path = in.readString();
            indexes.put(path, PayloadIndexType.ofFormatId(in.readByte()));
        }
        return new CollectionConfig(vectors, indexes);
    }

    private static VectorConfig readField(ByteReader in) {
        require("vector field", in.readByte(), DENSE);
        int dimension = in.readInt();
        Metric metric = Metric.ofFormatId(in.readByte());
        int kind = in.readByte();
        IndexConfig index =
                switch (kind) {
                    case FLAT -> new IndexConfig.Flat();
                    case HNSW -> new IndexConfig.Hnsw(in.readInt(), in.readInt(), in.readInt());
                    default -> throw unknown("index", kind);
                };
        @Nullable String model = in.readByte() == 0 ? null : in.readString();
        return new VectorConfig(dimension, metric, index, model);
    }

    private static void require(String what, int kind, int known) {
        if (kind != known) {
            throw unknown(what, kind);
        }
    }

    private static DbException unknown(String what, int kind) {
        return new DbException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "The collection has a "
                        + what
                        + " of kind "
                        + kind
                        + ", which this release does not know; open it with a newer one.");
    }
}
