package io.vecdb.api;

/// Why an operation was refused or failed: the part of a [DbException] that programs act on.
///
/// HTTP and gRPC codes derive from these in one table in the server.
public enum ErrorCode {
    /// The request itself is wrong; sending it again unchanged will fail again.
    INVALID_ARGUMENT,
    /// The collection, point, field, model or file does not exist.
    NOT_FOUND,
    /// What was to be created is there already.
    ALREADY_EXISTS,
    /// A documented size limit was exceeded.
    LIMIT_EXCEEDED,
    /// The memory that the database may use is taken; nothing was done. Free some, or allow more.
    RESOURCE_EXHAUSTED,
    /// The request is understood, but this release does not do it.
    UNSUPPORTED,
    /// The database or collection was closed or dropped.
    CLOSED,
    /// Another process has the database open, or the port that a server wants.
    IN_USE,
    /// Stored bytes do not match their checksum or structure; the message names file and offset.
    CORRUPT,
    /// A file was written by another program or by a newer release.
    UNSUPPORTED_FORMAT,
    /// The operating system refused a read or write.
    IO_ERROR,
    /// An earlier failed sync left it unknown what is durable; reopen the database.
    POISONED,
    /// A remote service (an embedding endpoint, say) did not answer as it should.
    UNAVAILABLE,
    /// The credentials for a remote service are missing or were refused.
    UNAUTHENTICATED,
    /// A defect in VecDB.
    INTERNAL
}
