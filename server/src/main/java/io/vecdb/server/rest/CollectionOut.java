package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.VectorConfig;

import java.io.IOException;
import java.util.Map;

/// Writes what a collection is made of and holds.
final class CollectionOut {
    private CollectionOut() {}

    static void info(Collection collection, JsonGenerator out) throws IOException {
        CollectionConfig config = collection.config();
        CollectionStats stats = collection.stats();
        out.writeStartObject();
        // A collection that cannot serve answers an error, and one that can needs no waiting.
        out.writeStringField("status", "green");
        out.writeStringField("optimizer_status", "ok");
        out.writeNumberField("points_count", stats.points());
        out.writeNumberField("indexed_vectors_count", indexedVectors(stats));
        out.writeNumberField("segments_count", stats.segments().size());
        out.writeObjectFieldStart("config");
        config(config.vectors(), out);
        out.writeEndObject();
        out.writeObjectFieldStart("payload_schema");
        for (var index : config.payloadIndexes().entrySet()) {
            out.writeObjectFieldStart(index.getKey());
            out.writeStringField("data_type", index.getValue().label());
            out.writeNumberField("points", collection.count(Filter.exists(index.getKey())));
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static long indexedVectors(CollectionStats stats) {
        return stats.segments().stream()
                .mapToLong(segment -> segment.points() * segment.graphFields())
                .sum();
    }

    private static void config(Map<String, VectorConfig> vectors, JsonGenerator out)
            throws IOException {
        out.writeObjectFieldStart("params");
        out.writeFieldName("vectors");
        VectorConfig unnamed = vectors.get("");
        if (unnamed != null && vectors.size() == 1) {
            vector(unnamed, out);
        } else {
            out.writeStartObject();
            for (var field : vectors.entrySet()) {
                out.writeFieldName(field.getKey());
                vector(field.getValue(), out);
            }
            out.writeEndObject();
        }
        out.writeNumberField("shard_number", 1);
        out.writeNumberField("replication_factor", 1);
        out.writeNumberField("write_consistency_factor", 1);
        out.writeEndObject();
        // Clients refuse an answer without these two. The first holds VecDB's defaults, since every
        // vector above has its own (the threshold in kilobytes: for 256 dimensions it is that many
        // points); VecDB has nothing that the second could tell.
        var hnsw = IndexConfig.Hnsw.DEFAULT;
        out.writeObjectFieldStart("hnsw_config");
        out.writeNumberField("m", hnsw.m());
        out.writeNumberField("ef_construct", hnsw.efConstruction());
        out.writeNumberField("full_scan_threshold", hnsw.fullScanThreshold());
        out.writeEndObject();
        out.writeObjectFieldStart("optimizer_config");
        out.writeNumberField("default_segment_number", 0);
        out.writeNumberField("flush_interval_sec", 0);
        out.writeEndObject();
    }

    private static void vector(VectorConfig config, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("size", config.dimension());
        out.writeStringField("distance", config.metric().qdrantName());
        switch (config.index()) {
            case IndexConfig.Flat flat -> {
                out.writeObjectFieldStart("hnsw_config");
                out.writeNumberField("m", 0);
                out.writeEndObject();
                out.writeObjectFieldStart("index");
                out.writeStringField("type", "flat");
                out.writeEndObject();
            }
            case IndexConfig.Hnsw hnsw -> {
                out.writeObjectFieldStart("hnsw_config");
                out.writeNumberField("m", hnsw.m());
                out.writeNumberField("ef_construct", hnsw.efConstruction());
                out.writeNumberField(
                        "full_scan_threshold",
                        CollectionIn.kilobytes(hnsw.fullScanThreshold(), config.dimension()));
                out.writeEndObject();
                out.writeObjectFieldStart("index");
                out.writeStringField("type", "hnsw");
                out.writeNumberField("m", hnsw.m());
                out.writeNumberField("ef_construction", hnsw.efConstruction());
                out.writeNumberField("full_scan_threshold", hnsw.fullScanThreshold());
                out.writeEndObject();
            }
        }
        if (config.model() != null) {
            out.writeStringField("model", config.model());
        }
        out.writeEndObject();
    }
}
