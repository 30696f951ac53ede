package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.util.function.Supplier;

/// Turns what a mapped file does when it cannot be read into an error that says so.
///
/// A file that is read by a call gives an `IOException`. Of a mapped one the disk is read, or read
/// again, by touching memory: if that fails, or if the file was cut by somebody else, the JVM
/// throws an `InternalError`, not always at the very instruction. So this is for the faces of the
/// engine, with all that a request does inside.
public final class MappedReads {
    /// What HotSpot says in such an error, with more words around it.
    private static final String SIGN = "unsafe memory access operation";

    /// What it means, a clause without a subject.
    static final String UNREADABLE =
            "cannot be read although it is open: the disk failed, or somebody else cut the file";

    private MappedReads() {}

    /// Something that reads mapped files.
    ///
    /// @param what whose files they are, for the error, such as `the collection 'shoes'`
    /// @throws DbException IO_ERROR if one cannot be read, or what the reading throws
    public static <T> T of(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InternalError e) {
            requireFault(e);
            throw new DbException(
                    ErrorCode.IO_ERROR,
                    "A file of "
                            + what
                            + " "
                            + UNREADABLE
                            + ". Look at the disk and at the system's log, then"
                            + " verify what is stored ('vecdb storage verify').",
                    e);
        }
    }

    /// As [#of], without a result.
    public static void run(String what, Runnable reading) {
        of(
                what,
                () -> {
                    reading.run();
                    return what;
                });
    }

    /// Passes if an error is the JVM's for memory that could not be read, and throws others.
    static void requireFault(InternalError e) {
        String message = e.getMessage();
        if (message == null || !message.contains(SIGN)) {
            throw e;
        }
    }
}
