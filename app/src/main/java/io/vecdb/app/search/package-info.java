/// `vecdb search`: one search of a collection.
@NullMarked
package io.vecdb.app.search;

import org.jspecify.annotations.NullMarked;
