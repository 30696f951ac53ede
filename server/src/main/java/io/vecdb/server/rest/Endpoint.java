package io.vecdb.server.rest;

/// What stands behind a route. Blocks; called on a worker thread.
@FunctionalInterface
interface Endpoint {
    Answer answer(RestRequest request);
}
