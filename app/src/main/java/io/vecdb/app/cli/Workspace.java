package io.vecdb.app.cli;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Database;

import java.nio.file.Path;

/// A database that is open in this process, and the models that embed its texts.
public final class Workspace implements AutoCloseable {
    private final Models models;
    private final Database database;

    private Workspace(Models models, Database database) {
        this.models = models;
        this.database = database;
    }

    /// Opens the database in this folder, creating it if it is not there.
    ///
    /// @throws io.vecdb.api.DbException IN_USE if another process has it open
    public static Workspace open(Session session, Path folder) {
        return open(session, folder, DatabaseOptions.DEFAULT);
    }

    /// As [#open(Session, Path)], with other options than the usual; their models do not count.
    public static Workspace open(Session session, Path folder, DatabaseOptions options) {
        Logging.nameDamagedCollections(false);
        return open(Models.configured(session.console().environment()), folder, options);
    }

    /// As [#open(Session, Path)], for a server: who is going to use it, and which of the models, is
    /// not known.
    ///
    /// @throws io.vecdb.api.DbException IN_USE if another process has it open; UNAVAILABLE if the
    ///   environment configures a model that cannot be right
    public static Workspace openForServing(Session session, Path folder, DatabaseOptions options) {
        Models models = Models.configured(session.console().environment());
        models.requireConfigured();
        Logging.nameDamagedCollections(true);
        return open(models, folder, options);
    }

    private static Workspace open(Models models, Path folder, DatabaseOptions options) {
        try {
            return new Workspace(models, VecDb.open(folder, options.withModels(models.all())));
        } catch (RuntimeException | Error failure) {
            models.close();
            throw failure;
        }
    }

    /// The database; closing it is this object's business.
    public Database database() {
        return database;
    }

    /// The models.
    public Models models() {
        return models;
    }

    /// Closes the database, then the models.
    @Override
    public void close() {
        try {
            database.close();
        } finally {
            models.close();
        }
    }
}
