package io.vecdb.server.rest;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.VectorConfig;
import io.vecdb.server.json.JsonCursor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what a collection is to be made of. Qdrant's `hnsw_config` is translated; VecDB's own
/// settings stand under `index` and `model` in a vector's configuration. Settings that only say how
/// Qdrant stores or schedules things are passed over; those that would change answers or promise a
/// safety that is not there are refused by name. `docs/rest.md` lists both.
final class CollectionIn {
    private static final Set<String> INDEX_TYPES = Set.of("flat", "hnsw");
    private static final List<String> HNSW_FIELDS =
            List.of("type", "m", "ef_construction", "full_scan_threshold");

    /// Qdrant's unit of `full_scan_threshold`.
    private static final long KILOBYTE = 1024;

    private CollectionIn() {}

    static CollectionConfig config(JsonCursor body) {
        body.refuse("quantization_config", "init_from", "metadata");
        refuseUnless(body, "shard_number", "1");
        refuseUnless(body, "replication_factor", "1");
        refuseUnless(body, "write_consistency_factor", "1");
        refuseUnless(body, "sharding_method", "\"auto\"");
        JsonCursor sparse = body.optional("sparse_vectors");
        if (sparse != null && !sparse.fields().isEmpty()) {
            throw sparse.unsupported("this release does not support sparse vectors.");
        }
        JsonCursor strict = body.optional("strict_mode_config");
        if (strict != null) {
            refuseUnless(strict, "enabled", "false");
        }
        JsonCursor hnsw = body.optional("hnsw_config");
        JsonCursor vectors = body.optional("vectors");
        Map<String, VectorConfig> fields = vectors == null ? Map.of() : vectors(vectors, hnsw);
        return body.at(() -> new CollectionConfig(fields, Map.of()));
    }

    private static void refuseUnless(JsonCursor body, String field, String only) {
        JsonCursor value = body.optional(field);
        if (value != null && !value.node().toString().equals(only)) {
            throw value.unsupported("this release only knows " + only + "; leave it out.");
        }
    }

    /// One unnamed vector, or an object of named ones.
    private static Map<String, VectorConfig> vectors(JsonCursor at, @Nullable JsonCursor hnsw) {
        if (at.node().path("size").isValueNode() || at.node().path("distance").isValueNode()) {
            return Map.of("", vector(at, hnsw));
        }
        Map<String, VectorConfig> fields = new LinkedHashMap<>();
        at.fields().forEach((name, vector) -> fields.put(name, vector(vector, hnsw)));
        return fields;
    }

    private static VectorConfig vector(JsonCursor at, @Nullable JsonCursor collectionHnsw) {
        at.refuse("quantization_config", "multivector_config");
        refuseUnless(at, "datatype", "\"float32\"");
        int dimension = at.field("size").integer();
        JsonCursor distance = at.field("distance");
        String metric = distance.text();
        Metric parsed = distance.at(() -> Metric.parse(metric));
        JsonCursor name = at.optional("model");
        String model = name == null ? null : name.text();
        VectorConfig field = at.at(() -> VectorConfig.of(dimension, parsed));
        return field.withIndex(index(at, collectionHnsw, dimension)).withModel(model);
    }

    /// VecDB's own `index` if there is one, otherwise the two `hnsw_config`, the vector's over the
    /// collection's over the defaults.
    private static IndexConfig index(
            JsonCursor at, @Nullable JsonCursor collectionHnsw, int dimension) {
        JsonCursor own = at.optional("index");
        JsonCursor hnsw = at.optional("hnsw_config");
        if (own != null) {
            if (hnsw != null) {
                throw at.invalid("give either 'index' or 'hnsw_config'.");
            }
            return index(own);
        }
        var config = IndexConfig.Hnsw.DEFAULT;
        if (collectionHnsw != null) {
            config = hnsw(collectionHnsw, config, dimension);
        }
        // Qdrant's way to say "no graph".
        JsonCursor m = hnsw != null && hnsw.has("m") ? hnsw : collectionHnsw;
        if (m != null && m.has("m") && m.field("m").integer() == 0) {
            return new IndexConfig.Flat();
        }
        return hnsw == null ? config : hnsw(hnsw, config, dimension);
    }

    private static IndexConfig.Hnsw hnsw(JsonCursor at, IndexConfig.Hnsw base, int dimension) {
        int m = integer(at, "m", base.m());
        int efConstruct = integer(at, "ef_construct", base.efConstruction());
        JsonCursor threshold = at.optional("full_scan_threshold");
        int points =
                threshold == null
                        ? base.fullScanThreshold()
                        : points(threshold.integer(), dimension);
        return at.at(() -> new IndexConfig.Hnsw(m == 0 ? base.m() : m, efConstruct, points));
    }

    /// How many points have this many kilobytes of vectors, the unit of Qdrant's threshold.
    static int points(long kilobytes, int dimension) {
        return (int) Math.min(Integer.MAX_VALUE, kilobytes * KILOBYTE / (dimension * 4L));
    }

    /// The kilobytes of this many points' vectors, rounded up.
    static long kilobytes(long points, int dimension) {
        return Math.ceilDiv(points * dimension * 4L, KILOBYTE);
    }

    /// VecDB's own object; unlike Qdrant's, it takes no field that it does not know.
    private static IndexConfig index(JsonCursor at) {
        JsonCursor type = at.field("type");
        if (!INDEX_TYPES.contains(type.text())) {
            throw type.expected("one of " + INDEX_TYPES.stream().sorted().toList());
        }
        boolean flat = type.text().equals("flat");
        List<String> allowed = flat ? List.of("type") : HNSW_FIELDS;
        at.fields()
                .forEach((name, value) -> {
                    if (!allowed.contains(name)) {
                        throw value.invalid(
                                "unknown setting of a "
                                        + type.text()
                                        + " index; there is "
                                        + allowed
                                        + ".");
                    }
                });
        if (flat) {
            return new IndexConfig.Flat();
        }
        var base = IndexConfig.Hnsw.DEFAULT;
        int m = integer(at, "m", base.m());
        int efConstruction = integer(at, "ef_construction", base.efConstruction());
        int threshold = integer(at, "full_scan_threshold", base.fullScanThreshold());
        return at.at(() -> new IndexConfig.Hnsw(m, efConstruction, threshold));
    }

    private static int integer(JsonCursor at, String field, int whereAbsent) {
        JsonCursor value = at.optional(field);
        return value == null ? whereAbsent : value.integer();
    }

    /// The type of a payload index: a name, or an object with a name under `type`.
    static PayloadIndexType payloadIndexType(JsonCursor schema) {
        JsonCursor name = schema.node().isObject() ? schema.field("type") : schema;
        String text = name.text();
        if (Set.of("geo", "text", "datetime", "uuid").contains(text)) {
            throw name.unsupported(
                    "this release has no "
                            + text
                            + " index; it has "
                            + Arrays.stream(PayloadIndexType.values())
                                    .map(PayloadIndexType::label)
                                    .toList()
                            + ".");
        }
        return name.at(() -> PayloadIndexType.parse(text));
    }
}
