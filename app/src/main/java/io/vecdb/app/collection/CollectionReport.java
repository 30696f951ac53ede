package io.vecdb.app.collection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.VectorConfig;
import io.vecdb.app.console.JsonOutput;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a collection is made of and holds, for people and for programs.
///
/// @param name its name
/// @param config its fields
/// @param stats its contents
record CollectionReport(String name, CollectionConfig config, CollectionStats stats) {
    static CollectionReport of(Collection collection) {
        return new CollectionReport(collection.name(), collection.config(), collection.stats());
    }

    /// Such as `collection 'notes': 384 dimensions, cosine, hnsw:…, all-MiniLM-L6-v2.`
    String sentence() {
        return "collection '"
                + name
                + "': "
                + config.vectors().values().stream()
                        .map(CollectionReport::vector)
                        .collect(Collectors.joining("; "))
                + ".";
    }

    /// One line for each fact.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(fact("name", name));
        lines.add(fact("points", number(stats.points())));
        config.vectors()
                .forEach((field, vector) ->
                        lines.add(fact(("vector " + field).strip(), vector(vector))));
        config.payloadIndexes()
                .forEach((path, type) ->
                        lines.add(fact("payload index", path + ":" + type.label())));
        lines.add(fact("disk", megabytes() + " MB"));
        lines.add(fact("segments", number(stats.segments().size())));
        lines.add(fact("in a graph", number(stats.indexedPoints()) + " points"));
        lines.add(fact("in the log only", number(stats.pendingPoints()) + " points"));
        return lines;
    }

    ObjectNode json() {
        ObjectNode node = JsonOutput.object().put("name", name).put("points", stats.points());
        ObjectNode vectors = node.putObject("vectors");
        config.vectors()
                .forEach((field, vector) ->
                        vectors.putObject(field)
                                .put("dimension", vector.dimension())
                                .put("metric", vector.metric().label())
                                .put("index", IndexText.of(vector.index()))
                                .put("model", vector.model()));
        ObjectNode indexes = node.putObject("payload_indexes");
        config.payloadIndexes().forEach((path, type) -> indexes.put(path, type.label()));
        return node.put("indexed_points", stats.indexedPoints())
                .put("pending_points", stats.pendingPoints())
                .put("segments", stats.segments().size())
                .put("disk_bytes", stats.diskBytes());
    }

    /// Bytes of its files in millions.
    String megabytes() {
        return String.format(Locale.ROOT, "%,.1f", stats.diskBytes() / 1e6);
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String vector(VectorConfig vector) {
        return vector.dimension()
                + " dimensions, "
                + vector.metric().label()
                + ", "
                + IndexText.of(vector.index())
                + (vector.model() == null ? "" : ", " + vector.model());
    }

    private static String fact(String what, String value) {
        return String.format(Locale.ROOT, "%-15s  %s", what, value);
    }
}
