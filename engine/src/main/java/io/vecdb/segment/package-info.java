/// The parts of a collection that hold points: one [MutableSegment] that takes writes, and
/// [SealedSegment]s, which are immutable files with their indexes.
///
/// Every write has a sequence number. A row keeps the number that inserted it and the one that
/// deleted it, a payload its earlier versions, so that a reader who looks at the segments as of one
/// number is not disturbed by later writes. One thread writes, any number read.
@NullMarked
package io.vecdb.segment;

import org.jspecify.annotations.NullMarked;
