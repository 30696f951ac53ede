/// The database over HTTP.
@NullMarked
package io.vecdb.server;

import org.jspecify.annotations.NullMarked;
