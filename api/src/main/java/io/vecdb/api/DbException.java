package io.vecdb.api;

import org.jspecify.annotations.Nullable;

/// The one exception that VecDB throws on purpose. Its message is written for the person who made
/// the request: what was given, what is allowed, what to do.
public final class DbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /// @param code what kind of failure this is
    /// @param message one sentence or two for the caller, without a stack trace's help
    public DbException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /// @param code what kind of failure this is
    /// @param message one sentence or two for the caller
    /// @param cause the lower-level failure, or null
    public DbException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// The kind of failure.
    public ErrorCode code() {
        return code;
    }

    /// Shorthand for an [ErrorCode#INVALID_ARGUMENT].
    public static DbException invalid(String message) {
        return new DbException(ErrorCode.INVALID_ARGUMENT, message);
    }

    /// Shorthand for an [ErrorCode#NOT_FOUND].
    public static DbException notFound(String message) {
        return new DbException(ErrorCode.NOT_FOUND, message);
    }
}
