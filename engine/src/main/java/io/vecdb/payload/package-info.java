/// Filters over payloads: [FilterMatcher] says of one payload whether it matches and is the truth;
/// [PayloadIndexes] are immutable files that answer a filter for all rows of a sealed segment at
/// once, as bitmaps of the rows that surely match and of those that may.
@NullMarked
package io.vecdb.payload;

import org.jspecify.annotations.NullMarked;
