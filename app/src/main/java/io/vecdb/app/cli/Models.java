package io.vecdb.app.cli;

import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.embeddings.ApiKey;
import io.vecdb.embeddings.HttpEmbeddingConfig;
import io.vecdb.embeddings.HttpEmbeddingModel;
import io.vecdb.embeddings.MiniLmModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The embedding models that the program has: the one that runs in the process, and one behind an
/// HTTP endpoint if the environment names it. None is loaded, and nothing is sent, before it is
/// used.
public final class Models implements AutoCloseable {
    private static final String URL = "EMBEDDING_BASE_URL";
    private static final String MODEL = "EMBEDDING_MODEL";
    private static final String DIMENSION = "EMBEDDING_DIMENSION";
    private static final String KEY = "EMBEDDING_API_KEY";

    private final MiniLmModel local;
    private final List<EmbeddingModel> all = new ArrayList<>();

    private Models(MiniLmModel local, @Nullable EmbeddingModel remote) {
        this.local = local;
        all.add(local);
        if (remote != null) {
            all.add(remote);
        }
    }

    /// The models that this environment configures.
    ///
    /// @throws DbException INVALID_ARGUMENT if it configures an endpoint that cannot be right
    public static Models configured(Map<String, String> environment) {
        EmbeddingModel remote = remote(environment);
        return new Models(new MiniLmModel(), remote);
    }

    private static @Nullable EmbeddingModel remote(Map<String, String> environment) {
        String url = environment.getOrDefault(URL, "");
        String model = environment.getOrDefault(MODEL, "");
        if (url.isBlank() && model.isBlank()) {
            return null;
        }
        if (url.isBlank() || model.isBlank()) {
            throw DbException.invalid(
                    "An embedding endpoint needs both "
                            + URL
                            + " and "
                            + MODEL
                            + ", but only "
                            + (url.isBlank() ? MODEL : URL)
                            + " is set.");
        }
        return new HttpEmbeddingModel(
                HttpEmbeddingConfig.of(url, model.strip())
                        .withDimension(dimension(environment.getOrDefault(DIMENSION, "")))
                        .withApiKey(ApiKey.of(environment.get(KEY))));
    }

    private static int dimension(String digits) {
        if (digits.isBlank()) {
            return HttpEmbeddingConfig.UNKNOWN_DIMENSION;
        }
        try {
            return Integer.parseInt(digits.strip());
        } catch (NumberFormatException e) {
            throw DbException.invalid(
                    DIMENSION + " must be a whole number, such as 768, not '" + digits + "'.");
        }
    }

    /// All of them; the one in the process is the default.
    ///
    /// @throws DbException ALREADY_EXISTS if both have the same name
    public EmbeddingModels all() {
        return EmbeddingModels.of(all.toArray(EmbeddingModel[]::new));
    }

    /// The one of this name, or the default one.
    ///
    /// @throws DbException NOT_FOUND if there is none of this name
    public EmbeddingModel model(@Nullable String name) {
        return all().model(name);
    }

    /// The model in the process, all-MiniLM-L6-v2.
    public MiniLmModel local() {
        return local;
    }

    /// Begins to load the model in the process, which is going to be used, on another thread. If
    /// that fails, its first use says so.
    public void loadAhead() {
        var _ = CompletableFuture.runAsync(local::load);
    }

    @Override
    public void close() {
        all.forEach(EmbeddingModel::close);
    }
}
