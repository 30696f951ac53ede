/// The exact index: compares every accepted row, several queries at a time. It is the ground truth
/// that all others are measured against, and what a small segment is searched with.
@NullMarked
package io.vecdb.index.flat;

import org.jspecify.annotations.NullMarked;
