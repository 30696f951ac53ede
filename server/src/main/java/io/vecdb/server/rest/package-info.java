/// Qdrant's REST dialect over a [io.vecdb.api.Database].
///
/// A request takes one way: `Routes` (the table) → `RestService` (body, worker thread, envelope) →
/// an endpoint class per resource → the readers named `…In` (JSON to records of the api) → the
/// database → the writers named `…Out` (records to JSON). Whatever is refused on the way becomes an
/// answer in `HttpErrors`, the one table of codes.
@NullMarked
package io.vecdb.server.rest;

import org.jspecify.annotations.NullMarked;
