package io.vecdb.app.cli;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.util.function.Supplier;

/// The command line cannot be right: a malformed filter, two options that exclude one another.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what was given, what is allowed
    public UsageException(String message) {
        super(message);
    }

    /// What options mean together.
    ///
    /// @param reader reads them
    /// @throws UsageException if the reader refuses them as an argument or beyond a limit; its
    ///   other [DbException]s pass
    public static <T> T check(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (DbException e) {
            if (e.code() != ErrorCode.INVALID_ARGUMENT && e.code() != ErrorCode.LIMIT_EXCEEDED) {
                throw e;
            }
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /// What an option's text stands for.
    ///
    /// @param option its name, for the message
    /// @param parser reads the text
    /// @throws UsageException if the parser refuses it with a [DbException]
    public static <T> T parse(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (DbException e) {
            throw new UsageException(
                    "Invalid value for option '" + option + "': " + e.getMessage());
        }
    }
}
