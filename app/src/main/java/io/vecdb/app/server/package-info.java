/// `vecdb server`: the database over HTTP.
@NullMarked
package io.vecdb.app.server;

import org.jspecify.annotations.NullMarked;
