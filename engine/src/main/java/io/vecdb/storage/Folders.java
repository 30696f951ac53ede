package io.vecdb.storage;

import java.nio.file.Path;

/// Folders outside of a database: what is copied out of it goes there, what is restored comes from
/// there. A seam as [Directory] is one.
public interface Folders {
    /// A folder that others may use at the same time; it must exist.
    ///
    /// @throws io.vecdb.api.DbException NOT_FOUND if it does not exist; INVALID_ARGUMENT if it is
    ///   the database's own; IO_ERROR
    Directory shared(Path folder);

    /// A folder that nobody else uses until it is closed; it is created if it does not exist.
    ///
    /// @throws io.vecdb.api.DbException IN_USE; INVALID_ARGUMENT if it is the database's own;
    ///   IO_ERROR
    Directory own(Path folder);
}
