package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The models that a database may use where text stands in place of a vector, found by name.
/// Immutable; the models remain their creator's to close.
public final class EmbeddingModels {
    private static final EmbeddingModels NONE = new EmbeddingModels(List.of());

    private final Map<String, EmbeddingModel> byName = new LinkedHashMap<>();

    private EmbeddingModels(Collection<EmbeddingModel> models) {
        for (EmbeddingModel model : models) {
            if (byName.putIfAbsent(model.name(), model) != null) {
                throw new DbException(
                        ErrorCode.ALREADY_EXISTS,
                        "Two embedding models are called '" + model.name() + "'.");
            }
        }
    }

    /// No model: documents in place of vectors are refused.
    public static EmbeddingModels none() {
        return NONE;
    }

    /// These models; the first is used where neither a document nor the collection names one.
    ///
    /// @throws DbException ALREADY_EXISTS if two have the same name
    public static EmbeddingModels of(EmbeddingModel... models) {
        return new EmbeddingModels(
                Arguments.list(Arrays.asList(models), "a list of embedding models"));
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /// The model of this name, or the default one for null.
    ///
    /// @throws DbException NOT_FOUND if there is none; the message lists those there are
    public EmbeddingModel model(@Nullable String name) {
        if (byName.isEmpty()) {
            throw DbException.notFound(
                    "Text was given in place of a vector, but this database was opened without an"
                            + " embedding model; pass a vector, or open it with one.");
        }
        if (name == null) {
            return byName.values().iterator().next();
        }
        EmbeddingModel model = byName.get(name);
        if (model == null) {
            throw DbException.notFound(
                    "No embedding model is called '"
                            + name
                            + "'; there is "
                            + byName.keySet()
                            + ".");
        }
        return model;
    }
}
