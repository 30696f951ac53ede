package io.vecdb.app.storage;

import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;

import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.function.Function;

/// The collections that a command is about: those that are named, or all.
final class Chosen {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "The collections; all of them if none is named.")
    private List<String> names = List.of();

    /// Their names.
    ///
    /// @throws DbException NOT_FOUND if one does not exist
    List<String> in(Database database) {
        List<String> all = database.collections();
        for (String name : names) {
            if (!all.contains(name)) {
                throw DbException.notFound(
                        "There is no collection '" + name + "'; there is " + all + ".");
            }
        }
        return names.isEmpty() ? all : names;
    }

    /// Does something to each of them.
    ///
    /// @throws DbException NOT_FOUND if one does not exist
    <T> Outcomes<T> each(Database database, Function<Collection, T> work) {
        Outcomes<T> outcomes = new Outcomes<>();
        for (String name : in(database)) {
            try {
                outcomes.done(name, work.apply(database.collection(name)));
            } catch (DbException e) {
                outcomes.failed(name, e);
            }
        }
        return outcomes;
    }
}
