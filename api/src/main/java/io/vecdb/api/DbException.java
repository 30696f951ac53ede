package io.vecdb.api;

import org.jspecify.annotations.Nullable;

/// The one exception that VecDB throws on purpose. Its message is written for the person who made
/// the request: what was given, what is allowed, what to do.
public final class DbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient @Nullable Damage damage;

    /// @param code what kind of failure this is
    /// @param message one sentence or two for the caller, without a stack trace's help
    public DbException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /// @param code what kind of failure this is
    /// @param message one sentence or two for the caller
    /// @param cause the lower-level failure, or null
    public DbException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, null);
    }

    private DbException(
            ErrorCode code, String message, @Nullable Throwable cause, @Nullable Damage damage) {
        super(message, cause);
        this.code = code;
        this.damage = damage;
    }

    /// The kind of failure.
    public ErrorCode code() {
        return code;
    }

    /// Where bytes are not what was written, if that is known: with [ErrorCode#CORRUPT] only.
    public @Nullable Damage damage() {
        return damage;
    }

    /// An [ErrorCode#CORRUPT] that says where.
    ///
    /// @param damage file, byte and finding
    /// @param message the same in a sentence, and what to do
    /// @param cause the failure that noticed it, or null
    public static DbException corrupt(Damage damage, String message, @Nullable Throwable cause) {
        return new DbException(ErrorCode.CORRUPT, message, cause, damage);
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
