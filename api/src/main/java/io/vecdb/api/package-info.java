/// The types that every VecDB program speaks: an embedded database, a server and a cluster are
/// reached through the same [Database] and [Collection], with the same records going in and out.
///
/// This package depends on nothing but the JDK. JSON, HTTP and gRPC are decoded at the edges into
/// the records here; nothing in it knows how points are stored or indexed.
@NullMarked
package io.vecdb.api;

import org.jspecify.annotations.NullMarked;
