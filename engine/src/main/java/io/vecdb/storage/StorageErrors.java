package io.vecdb.storage;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// The wording of what can be wrong with files, in one place.
public final class StorageErrors {
    private StorageErrors() {}

    /// A CORRUPT error for a file whose bytes are not what was written.
    ///
    /// @param file the file's name
    /// @param offset byte in the file at which the damage was noticed
    /// @param finding what is wrong there, a clause without a full stop
    public static DbException corrupt(String file, long offset, String finding) {
        return corrupt(new Damage(file, offset, finding));
    }

    /// As [#corrupt(String, long, String)], with the exception that noticed it.
    public static DbException corrupt(String file, long offset, String finding, Throwable cause) {
        return corrupt(new Damage(file, offset, finding), cause);
    }

    /// A CORRUPT error that carries this damage.
    public static DbException corrupt(Damage damage) {
        return corrupt(damage, null);
    }

    /// As [#corrupt(Damage)], with the exception that noticed it, or null.
    public static DbException corrupt(Damage damage, @Nullable Throwable cause) {
        return DbException.corrupt(
                damage,
                "File '"
                        + damage.file()
                        + "' is corrupt at byte "
                        + damage.offset()
                        + ": "
                        + damage.finding()
                        + ". Restore it from a backup.",
                cause);
    }

    /// An UNSUPPORTED_FORMAT error for a file that this release cannot read.
    ///
    /// @param file the file's name
    /// @param finding what it is instead, a clause without a full stop
    public static DbException unsupported(String file, String finding) {
        return new DbException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "File '" + file + "' cannot be read: " + finding + ".");
    }

    /// An IO_ERROR for a call that the operating system refused.
    ///
    /// @param action what was tried, such as `write to`
    /// @param file the file's or folder's name
    /// @param cause the refusal
    public static DbException io(String action, String file, IOException cause) {
        return new DbException(
                ErrorCode.IO_ERROR,
                "Could not " + action + " '" + file + "': " + reason(cause) + ".",
                cause);
    }

    /// The refusal in words; the JDK's file exceptions say only the path.
    static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> "it does not exist";
            case FileAlreadyExistsException e -> "it exists already";
            case NotDirectoryException e -> "it is no folder";
            case AccessDeniedException e -> "access to '" + e.getFile() + "' is denied";
            default -> {
                String message = cause.getMessage();
                yield message == null ? cause.getClass().getSimpleName() : message;
            }
        };
    }
}
