package io.vecdb.app.imports;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.app.cli.Models;
import io.vecdb.app.cli.VectorFields;
import io.vecdb.app.cli.Workspace;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The collection that an import goes to. If it does not exist it is created in the shape of the
/// first point.
final class ImportTarget {
    private final Database database;
    private final String name;
    private final Metric metric;
    private final Models models;
    private final @Nullable String model;
    private final Consumer<Collection> created;
    private @Nullable Collection collection;
    private String vectorField = "";

    /// @param name the collection's name
    /// @param metric the metric if it has to be created
    /// @param model the name of what embeds texts if it has to be created, or null for the default
    /// @param created told if it was created
    ImportTarget(
            Workspace workspace,
            String name,
            Metric metric,
            @Nullable String model,
            Consumer<Collection> created) {
        this.database = workspace.database();
        this.models = workspace.models();
        this.name = name;
        this.metric = metric;
        this.model = model;
        this.created = created;
    }

    /// The collection, created for this point if it is missing.
    ///
    /// @throws DbException INVALID_ARGUMENT if the point cannot give it its shape
    Collection collection(Point first) {
        Collection known = collection;
        if (known == null) {
            known = database.hasCollection(name) ? existing(first) : create(first);
            collection = known;
            vectorField = VectorFields.implied(known.config());
        }
        return known;
    }

    /// The point with its unnamed vector under the name of the collection's only vector field.
    ///
    /// @throws DbException INVALID_ARGUMENT later, from the write, if the field does not exist
    Point placed(Point point) {
        Vector unnamed = point.vectors().get("");
        if (vectorField.isEmpty() || unnamed == null) {
            return point;
        }
        Map<String, Vector> vectors = new LinkedHashMap<>(point.vectors());
        vectors.remove("");
        vectors.put(vectorField, unnamed);
        return new Point(point.id(), vectors, point.payload());
    }

    private Collection existing(Point first) {
        Collection found = database.collection(name);
        VectorConfig field = found.config().vectors().get(VectorFields.implied(found.config()));
        if (field != null && first.vectors().get("") instanceof Vector.Document) {
            var _ = models.model(field.model());
        }
        return found;
    }

    private Collection create(Point first) {
        if (first.vectors().isEmpty()) {
            throw DbException.invalid(
                    "the collection '"
                            + name
                            + "' is to be created in the shape of this line, but it has no"
                            + " vector; give it one, or create the collection first.");
        }
        Map<String, VectorConfig> fields = new LinkedHashMap<>();
        first.vectors().forEach((field, vector) -> fields.put(field, config(vector)));
        Collection fresh = database.createCollection(name, new CollectionConfig(fields, Map.of()));
        created.accept(fresh);
        return fresh;
    }

    private VectorConfig config(Vector vector) {
        return switch (vector) {
            case Vector.Dense dense -> VectorConfig.of(dense.values().length, metric);
            case Vector.Document document -> {
                EmbeddingModel embedding = models.model(model);
                yield VectorConfig.of(embedding.dimension(), metric).withModel(embedding.name());
            }
        };
    }
}
