package io.vecdb.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What a collection is made of.
///
/// @param vectors the vector fields by name; the unnamed field is `""`. May be empty: then points
///   hold payload only
/// @param payloadIndexes the indexed payload fields by path
public record CollectionConfig(
        Map<String, VectorConfig> vectors, Map<String, PayloadIndexType> payloadIndexes) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /// Copies the maps.
    ///
    /// @throws DbException INVALID_ARGUMENT if a name is not allowed or something is null
    public CollectionConfig {
        vectors = Arguments.map(vectors, "the vector fields of a collection");
        payloadIndexes = Arguments.map(payloadIndexes, "the payload indexes of a collection");
        for (String field : vectors.keySet()) {
            if (!field.isEmpty()) {
                requireName("vector field", field);
            }
        }
        payloadIndexes.keySet().forEach(FieldPath::parse);
    }

    /// One unnamed vector field with the default index.
    public static CollectionConfig of(int dimension, Metric metric) {
        return new CollectionConfig(Map.of("", VectorConfig.of(dimension, metric)), Map.of());
    }

    /// One unnamed vector field.
    public static CollectionConfig of(VectorConfig vector) {
        return new CollectionConfig(Collections.singletonMap("", vector), Map.of());
    }

    /// With one more vector field.
    public CollectionConfig withVector(String field, VectorConfig vector) {
        Map<String, VectorConfig> all = new LinkedHashMap<>(vectors);
        all.put(field, vector);
        return new CollectionConfig(all, payloadIndexes);
    }

    /// With one more payload index.
    public CollectionConfig withPayloadIndex(String path, PayloadIndexType type) {
        Map<String, PayloadIndexType> all = new LinkedHashMap<>(payloadIndexes);
        all.put(path, type);
        return new CollectionConfig(vectors, all);
    }

    /// Without the payload index on this path, if there is one.
    public CollectionConfig withoutPayloadIndex(String path) {
        Map<String, PayloadIndexType> all = new LinkedHashMap<>(payloadIndexes);
        all.remove(path);
        return new CollectionConfig(vectors, all);
    }

    /// Checks a name for a collection or vector field: 1 to 255 of `A-Z a-z 0-9 _ -`.
    ///
    /// @param what what is named, for the message
    /// @param name the name
    /// @return the name
    /// @throws DbException INVALID_ARGUMENT if it is not allowed
    public static String requireName(String what, String name) {
        if (!NAME.matcher(Arguments.given(name, "the " + what + " name")).matches()) {
            throw DbException.invalid(
                    "The "
                            + what
                            + " name '"
                            + (name.length() > 40 ? name.substring(0, 40) + "…" : name)
                            + "' is not allowed; use 1 to 255 of the characters A-Z a-z 0-9 _ -");
        }
        return name;
    }
}
