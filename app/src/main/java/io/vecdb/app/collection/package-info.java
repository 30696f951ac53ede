/// `vecdb collection`: create, list, show and drop collections.
@NullMarked
package io.vecdb.app.collection;

import org.jspecify.annotations.NullMarked;
