package io.vecdb.server.rest;

/// What stands behind a route: reads a request, and says how it is answered. Called on a worker
/// thread, and may block, but leaves to the answer whatever embeds text.
@FunctionalInterface
interface Endpoint {
    Answer answer(RestRequest request);
}
