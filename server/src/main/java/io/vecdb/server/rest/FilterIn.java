package io.vecdb.server.rest;

import io.vecdb.api.Filter;
import io.vecdb.server.json.FilterJson;
import io.vecdb.server.json.JsonCursor;

/// Reads filters, in both spellings.
final class FilterIn {
    private FilterIn() {}

    /// The object's field `filter`; without one, every point.
    static Filter optional(JsonCursor body) {
        JsonCursor filter = body.optional("filter");
        return filter == null ? Filter.all() : read(filter);
    }

    /// The filter that stands here. Refusals name their place as `filter.…` already, so only what
    /// is around it is put in front.
    static Filter read(JsonCursor filter) {
        if (!filter.node().isObject()) {
            throw filter.expected("an object");
        }
        return filter.parent().at(() -> FilterJson.of(filter.node()));
    }
}
