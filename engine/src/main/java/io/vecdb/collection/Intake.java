package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.Limits;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Checks what comes into a collection against its configuration, and turns documents into vectors,
/// many at a time for each model. Thread-safe; runs outside the writer's lock.
final class Intake {
    private static final Owner QUERY = new Owner(null);

    private final String collection;
    private final Map<String, VectorConfig> fields;
    private final EmbeddingModels models;

    Intake(String collection, CollectionConfig config, EmbeddingModels models) {
        this.collection = collection;
        this.fields = config.vectors();
        this.models = models;
    }

    /// Whose vector it is, in errors.
    ///
    /// @param point null for the query
    private record Owner(@Nullable PointId point) {
        @Override
        public String toString() {
            return point == null ? "The query" : "Point " + point;
        }
    }

    /// @throws DbException INVALID_ARGUMENT or LIMIT_EXCEEDED for the first point that is not right
    List<Point> points(List<Point> points) {
        Embeddings embeddings = new Embeddings();
        List<Map<String, Vector>> dense = new ArrayList<>(points.size());
        for (Point point : points) {
            PayloadLimits.check(point.id(), point.payload());
            dense.add(dense(point.id(), point.vectors(), embeddings));
        }
        if (embeddings.isEmpty()) {
            return points;
        }
        embeddings.run();
        List<Point> ready = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            ready.add(new Point(point.id(), dense.get(i), point.payload()));
        }
        return ready;
    }

    /// @throws DbException INVALID_ARGUMENT for the first vector that is not right
    List<PointVectors> vectors(List<PointVectors> points) {
        Embeddings embeddings = new Embeddings();
        List<Map<String, Vector>> dense = new ArrayList<>(points.size());
        for (PointVectors point : points) {
            dense.add(dense(point.id(), point.vectors(), embeddings));
        }
        embeddings.run();
        List<PointVectors> ready = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            ready.add(new PointVectors(points.get(i).id(), dense.get(i)));
        }
        return ready;
    }

    /// The vector to search a field with.
    ///
    /// @throws DbException INVALID_ARGUMENT if there is no such field or the vector is not right
    ///   for it; NOT_FOUND if it is a document and there is no model for it
    float[] query(String field, Vector vector) {
        VectorConfig config = queried(field);
        return switch (vector) {
            case Vector.Dense given -> checked(given, field, config, QUERY);
            case Vector.Document document -> {
                EmbeddingModel model = model(document, config);
                float[] values = model.embed(List.of(document.text())).getFirst();
                yield checked(new Vector.Dense(values), field, config, QUERY);
            }
        };
    }

    /// A field that a query names.
    ///
    /// @throws DbException INVALID_ARGUMENT if there is none of this name
    VectorConfig queried(String field) {
        return field(field, QUERY);
    }

    private VectorConfig field(String name, Owner who) {
        VectorConfig config = fields.get(name);
        if (config == null) {
            throw DbException.invalid(
                    who
                            + " names the vector field '"
                            + name
                            + "', which the collection '"
                            + collection
                            + "' does not have; its fields are "
                            + fields.keySet().stream().map(field -> "'" + field + "'").toList()
                            + ".");
        }
        return config;
    }

    /// Checks the vectors of a point.
    ///
    /// @return the vectors, those of documents once the embeddings have run
    private Map<String, Vector> dense(
            PointId id, Map<String, Vector> vectors, Embeddings embeddings) {
        Owner who = new Owner(id);
        Map<String, Vector> ready = null;
        for (Map.Entry<String, Vector> entry : vectors.entrySet()) {
            String name = entry.getKey();
            VectorConfig config = field(name, who);
            switch (entry.getValue()) {
                case Vector.Dense given -> checked(given, name, config, who);
                case Vector.Document document -> {
                    if (ready == null) {
                        ready = new LinkedHashMap<>(vectors);
                    }
                    Map<String, Vector> target = ready;
                    embeddings.add(
                            model(document, config),
                            document.text(),
                            values -> target.put(name, embedded(values, name, config, who)));
                }
            }
        }
        return ready == null ? vectors : ready;
    }

    private static Vector embedded(float[] values, String field, VectorConfig config, Owner who) {
        Vector.Dense vector = new Vector.Dense(values);
        checked(vector, field, config, who);
        return vector;
    }

    private EmbeddingModel model(Vector.Document document, VectorConfig config) {
        @Nullable String name = document.model() == null ? config.model() : document.model();
        return models.model(name);
    }

    private static float[] checked(
            Vector.Dense vector, String field, VectorConfig config, Owner who) {
        float[] values = vector.values();
        if (values.length != config.dimension()) {
            throw DbException.invalid(
                    who
                            + " has a vector of "
                            + values.length
                            + " dimensions for "
                            + named(field)
                            + ", which has "
                            + config.dimension()
                            + ".");
        }
        checkLength(values, field, config.metric(), who);
        return values;
    }

    /// No score may exceed a float, nor may the length that a vector is divided by under cosine.
    private static void checkLength(float[] values, String field, Metric metric, Owner who) {
        double squares = squares(values);
        if (squares == 0 && metric == Metric.COSINE) {
            throw DbException.invalid(
                    who
                            + " has a zero vector for "
                            + named(field)
                            + "; under the cosine metric a vector needs a direction.");
        }
        float longest = metric == Metric.COSINE ? Float.MAX_VALUE : Limits.VECTOR_LENGTH;
        double length = Math.sqrt(squares);
        if (length > longest) {
            throw DbException.invalid(
                    String.format(
                            Locale.ROOT,
                            "%s has a vector of length %.6g for %s; under the %s metric %.6g is the"
                                    + " longest, so scale the field's vectors down.",
                            who,
                            length,
                            named(field),
                            metric.label(),
                            longest));
        }
    }

    /// The sum of all squares, in four sums that the processor can add to at the same time.
    private static double squares(float[] values) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= values.length; i += 4) {
            a += (double) values[i] * values[i];
            b += (double) values[i + 1] * values[i + 1];
            c += (double) values[i + 2] * values[i + 2];
            d += (double) values[i + 3] * values[i + 3];
        }
        for (; i < values.length; i++) {
            a += (double) values[i] * values[i];
        }
        return a + b + c + d;
    }

    private static String named(String field) {
        return field.isEmpty() ? "the collection's vector field" : "the field '" + field + "'";
    }

    /// Texts waiting to be embedded, and what is to be done with their vectors.
    private static final class Embeddings {
        private final Map<EmbeddingModel, List<String>> texts = new LinkedHashMap<>();
        private final Map<EmbeddingModel, List<Receiver>> receivers = new LinkedHashMap<>();

        interface Receiver {
            void accept(float[] vector);
        }

        void add(EmbeddingModel model, String text, Receiver receiver) {
            texts.computeIfAbsent(model, key -> new ArrayList<>()).add(text);
            receivers.computeIfAbsent(model, key -> new ArrayList<>()).add(receiver);
        }

        boolean isEmpty() {
            return texts.isEmpty();
        }

        void run() {
            texts.forEach((model, all) -> {
                List<float[]> vectors = model.embed(all);
                List<Receiver> waiting = receivers.getOrDefault(model, List.of());
                for (int i = 0; i < waiting.size(); i++) {
                    waiting.get(i).accept(vectors.get(i));
                }
            });
        }
    }

    /// A name that is spelt wrongly would be noticed at the first text, too late to correct it. A
    /// process without any model may create what others fill.
    static void requireModels(CollectionConfig config, EmbeddingModels models) {
        for (VectorConfig field : config.vectors().values()) {
            if (field.model() != null && !models.isEmpty()) {
                var _ = models.model(field.model());
            }
        }
    }
}
