package io.vecdb.app.cli;

import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.embeddings.ApiKey;
import io.vecdb.embeddings.HttpEmbeddingConfig;
import io.vecdb.embeddings.HttpEmbeddingModel;
import io.vecdb.embeddings.MiniLmModel;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The embedding models that the program has: the one that runs in the process, and one behind an
/// HTTP endpoint if the environment names it. None is loaded, and nothing is sent, before it is
/// used; nor is it said before then that the environment names the endpoint wrongly.
public final class Models implements AutoCloseable {
    private static final String URL = "EMBEDDING_BASE_URL";
    private static final String MODEL = "EMBEDDING_MODEL";
    private static final String DIMENSION = "EMBEDDING_DIMENSION";
    private static final String KEY = "EMBEDDING_API_KEY";

    private final MiniLmModel local;
    private final EmbeddingModels all;
    private final @Nullable EmbeddingModel remote;
    private final @Nullable DbException misconfiguration;

    private Models(
            MiniLmModel local,
            @Nullable EmbeddingModel remote,
            @Nullable DbException misconfiguration) {
        this.local = local;
        this.remote = remote;
        this.misconfiguration = misconfiguration;
        all = remote == null ? EmbeddingModels.of(local) : EmbeddingModels.of(local, remote);
    }

    /// The models that this environment configures.
    public static Models configured(Map<String, String> environment) {
        MiniLmModel local = new MiniLmModel();
        try {
            return new Models(local, remote(environment, local.name()), null);
        } catch (DbException e) {
            // Not an invalid argument: the command line may be right.
            return new Models(
                    local,
                    null,
                    new DbException(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()), e));
        }
    }

    private static @Nullable EmbeddingModel remote(
            Map<String, String> environment, String localName) {
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
        if (model.strip().equals(localName)) {
            throw DbException.invalid(
                    MODEL + " is '" + localName + "', the model that runs in the process.");
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

    /// All that are configured; the one in the process is the default.
    public EmbeddingModels all() {
        return all;
    }

    /// The one of this name, or the default one.
    ///
    /// @throws DbException NOT_FOUND if there is none of this name; UNAVAILABLE if it is not the
    ///   one in the process and the environment configures an endpoint that cannot be right
    public EmbeddingModel model(@Nullable String name) {
        if (name != null && !name.equals(local.name())) {
            requireConfigured();
        }
        return all.model(name);
    }

    /// For what may need any of them.
    ///
    /// @throws DbException UNAVAILABLE if the environment configures an endpoint that cannot be
    ///   right
    public void requireConfigured() {
        if (misconfiguration != null) {
            throw misconfiguration;
        }
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
        local.close();
        if (remote != null) {
            remote.close();
        }
    }
}
