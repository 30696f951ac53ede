/// JSON at the edges: text to [io.vecdb.api.Value] and back, and a cursor that reads a request's
/// tree and names the place of whatever is wrong with it.
///
/// The only package that sets Jackson up; nothing in it knows about HTTP.
@NullMarked
package io.vecdb.server.json;

import org.jspecify.annotations.NullMarked;
