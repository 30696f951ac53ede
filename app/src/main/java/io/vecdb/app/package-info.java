/// The `vecdb` program.
@NullMarked
package io.vecdb.app;

import org.jspecify.annotations.NullMarked;
