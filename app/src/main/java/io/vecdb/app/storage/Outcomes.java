package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.DbException;
import io.vecdb.app.cli.Session;
import io.vecdb.app.console.JsonOutput;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// What became of something that was done to several collections: one that cannot be used does not
/// keep the others from it.
///
/// @param <T> the result for a collection
final class Outcomes<T> {
    private final Map<String, T> results = new LinkedHashMap<>();
    private final Map<String, DbException> failures = new LinkedHashMap<>();

    void done(String collection, T result) {
        results.put(collection, result);
    }

    void failed(String collection, DbException reason) {
        failures.put(collection, reason);
    }

    /// Prints all of them.
    ///
    /// @param text prints a collection's result
    /// @param json puts it into an object that has its name
    /// @return the exit code: 1 if one failed
    int print(Session session, BiConsumer<String, T> text, BiConsumer<ObjectNode, T> json) {
        if (session.json()) {
            ObjectNode object = JsonOutput.object();
            ArrayNode collections = object.putArray("collections");
            results.forEach((name, result) ->
                    json.accept(collections.addObject().put("name", name), result));
            failures.forEach(
                    (name, reason) -> putError(collections.addObject().put("name", name), reason));
            session.print(object);
        } else {
            results.forEach(text);
            failures.forEach((name, reason) -> session.print(name + ": " + reason.getMessage()));
        }
        return failures.isEmpty() ? 0 : 1;
    }

    /// Puts an error into an object, as `error`.
    static void putError(ObjectNode node, DbException failure) {
        node.putObject("error")
                .put("code", failure.code().name())
                .put("message", failure.getMessage());
    }
}
