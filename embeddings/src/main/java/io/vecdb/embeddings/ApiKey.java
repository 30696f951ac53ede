package io.vecdb.embeddings;

import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

/// The secret that an endpoint wants to see, or none. It never shows itself: not in `toString`, not
/// in an error, not in the log. Immutable.
public final class ApiKey {
    private static final ApiKey NONE = new ApiKey("");
    private static final int SHORTEST_TO_HIDE = 4;

    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    /// No key: requests carry no credentials, as endpoints on the own machine want it.
    public static ApiKey none() {
        return NONE;
    }

    /// The key, usually the value of the environment variable `EMBEDDING_API_KEY`; white space
    /// around it is dropped, and null or blank stands for none.
    ///
    /// @throws DbException INVALID_ARGUMENT if it holds something other than visible ASCII
    ///   characters; the message does not repeat it
    public static ApiKey of(@Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            return NONE;
        }
        String key = secret.strip();
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw DbException.invalid(
                    "The API key for the embedding endpoint holds a blank, a line break or a"
                        + " character outside of ASCII; set EMBEDDING_API_KEY to the key alone.");
        }
        return new ApiKey(key);
    }

    /// Whether there is no key.
    public boolean isNone() {
        return secret.isEmpty();
    }

    /// The value of the header `Authorization`.
    String authorization() {
        return "Bearer " + secret;
    }

    /// The text without the key, should an endpoint have repeated it.
    String hiddenIn(String text) {
        return secret.length() < SHORTEST_TO_HIDE ? text : text.replace(secret, "***");
    }

    @Override
    public String toString() {
        return isNone() ? "none" : "***";
    }
}
