/// The embedded database: what a program opens.
@NullMarked
package io.vecdb;

import org.jspecify.annotations.NullMarked;
