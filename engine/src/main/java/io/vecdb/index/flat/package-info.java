/// The exact index: every accepted vector is compared.
@NullMarked
package io.vecdb.index.flat;

import org.jspecify.annotations.NullMarked;
