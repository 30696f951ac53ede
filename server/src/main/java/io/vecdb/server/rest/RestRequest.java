package io.vecdb.server.rest;

import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.PointId;
import io.vecdb.server.json.Json;
import io.vecdb.server.json.JsonCursor;

import java.util.Map;

/// One request as an endpoint sees it.
///
/// @param database what it is about
/// @param path the values of the names in the route's path, decoded
/// @param content the body's bytes, UTF-8 JSON; empty if there is no body
record RestRequest(Database database, Map<String, String> path, byte[] content) {
    /// The value of `{name}` in the route's path.
    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("The route has no {" + name + "}.");
        }
        return value;
    }

    /// The collection that the path names.
    ///
    /// @throws DbException NOT_FOUND if there is none
    Collection collection() {
        return database.collection(path("collection"));
    }

    /// The point that the path names: digits are an integer id, anything else a UUID or string id.
    ///
    /// @throws DbException INVALID_ARGUMENT or LIMIT_EXCEEDED if it is no valid id
    PointId pointId() {
        String text = path("id");
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return PointId.of(text);
        }
        try {
            return PointId.of(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            throw DbException.invalid(
                    "The point id " + text + " is not a whole number from 0 to 2^64 - 1.");
        }
    }

    /// The body, which must be an object.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is not
    JsonCursor body() {
        if (content.length == 0) {
            throw DbException.invalid("The request has no body; send a JSON object.");
        }
        JsonCursor body = JsonCursor.root(Json.tree(content));
        if (!body.node().isObject()) {
            throw body.expected("a JSON object as the body");
        }
        return body;
    }
}
