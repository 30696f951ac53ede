package io.vecdb.collection;

import io.vecdb.api.EmbeddingModels;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.Directory;
import io.vecdb.storage.LocalFolders;

import java.util.Objects;

/// Opens databases in directories that tests make.
final class Databases {
    private Databases() {}

    /// A database without models and snapshots, with maintenance in threads of its own.
    ///
    /// @param bufferPoints that a collection keeps in memory
    static LocalDatabase open(Directory directory, int bufferPoints) {
        return LocalDatabase.open(
                directory,
                EmbeddingModels.none(),
                StorageSettings.of(new WriteBuffer(bufferPoints, 1 << 20)),
                BuildOptions.threads(1),
                new LocalFolders(null));
    }

    /// The id of a collection in a database that is not open.
    static long idOf(Directory directory, String collection) {
        return Objects.requireNonNull(DatabaseCatalog.open(directory).places().get(collection))
                .id();
    }
}
