package io.vecdb.embeddings;

import io.vecdb.api.DbException;
import io.vecdb.api.Limits;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;

/// Where and how vectors are asked for.
///
/// ```java
/// HttpEmbeddingConfig.of("http://localhost:11434", "nomic-embed-text")
///         .withDimension(768)
///         .withApiKey(ApiKey.of(System.getenv("EMBEDDING_API_KEY")))
/// ```
///
/// @param baseUrl `http` or `https`, host, port and path, without credentials, query or fragment
/// @param model the model's name as the endpoint knows it, which is also the name that collections
///   and documents use
/// @param dimension what every answer must have, or [#UNKNOWN_DIMENSION] to take the first answer's
/// @param apiKey the endpoint's key, or none
/// @param limits how hard the endpoint is asked
public record HttpEmbeddingConfig(
        URI baseUrl, String model, int dimension, ApiKey apiKey, RequestLimits limits) {
    /// Stands for a dimension that the first answer tells.
    public static final int UNKNOWN_DIMENSION = 0;

    private static final String OPERATION = "/embeddings";

    /// @throws DbException INVALID_ARGUMENT if the URL or the name cannot be used, or the dimension
    ///   is out of range
    public HttpEmbeddingConfig {
        checkUrl(baseUrl);
        if (model.isBlank()) {
            throw DbException.invalid(
                    "The embedding endpoint needs a model's name, such as text-embedding-3-small.");
        }
        if (dimension < UNKNOWN_DIMENSION || dimension > Limits.DIMENSION) {
            throw DbException.invalid(
                    "An embedding model has 1 to "
                            + Limits.DIMENSION
                            + " dimensions (0: the first answer tells), not "
                            + dimension
                            + ".");
        }
    }

    private static void checkUrl(URI url) {
        if (url.getHost() == null || !isHttp(url.getScheme())) {
            throw DbException.invalid(
                    "The base URL of an embedding endpoint begins with http:// or https:// and a"
                            + " host, such as https://api.openai.com/v1.");
        }
        if (url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw DbException.invalid(
                    "The base URL of an embedding endpoint holds no user, '?' or '#', only scheme,"
                            + " host, port and path; credentials go into EMBEDDING_API_KEY.");
        }
    }

    private static boolean isHttp(@Nullable String scheme) {
        return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    }

    /// An endpoint without a key, its dimension unknown, with default limits.
    ///
    /// @throws DbException INVALID_ARGUMENT as the constructor, or if the text is no URL
    public static HttpEmbeddingConfig of(String baseUrl, String model) {
        try {
            return new HttpEmbeddingConfig(
                    new URI(baseUrl.strip()),
                    model,
                    UNKNOWN_DIMENSION,
                    ApiKey.none(),
                    RequestLimits.DEFAULT);
        } catch (URISyntaxException e) {
            // The text is not repeated: it may hold credentials.
            throw DbException.invalid(
                    "The base URL of the embedding endpoint is not a URL: "
                            + e.getReason()
                            + " at character "
                            + e.getIndex()
                            + ".");
        }
    }

    /// This endpoint with a known dimension.
    public HttpEmbeddingConfig withDimension(int dimensions) {
        return new HttpEmbeddingConfig(baseUrl, model, dimensions, apiKey, limits);
    }

    /// This endpoint with a key.
    public HttpEmbeddingConfig withApiKey(ApiKey key) {
        return new HttpEmbeddingConfig(baseUrl, model, dimension, key, limits);
    }

    /// This endpoint with other limits.
    public HttpEmbeddingConfig withLimits(RequestLimits other) {
        return new HttpEmbeddingConfig(baseUrl, model, dimension, apiKey, other);
    }

    /// The URL that requests go to: the base URL and `/embeddings`. A base URL without a path means
    /// OpenAI's, `/v1`; a slash at its end or the operation itself may stand there already.
    URI endpoint() {
        String path = baseUrl.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.isEmpty()) {
            path = "/v1";
        }
        return baseUrl.resolve(path.endsWith(OPERATION) ? path : path + OPERATION);
    }
}
