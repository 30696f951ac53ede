/// What every vector index has in common: how it is searched ([VectorIndex]), which rows count
/// ([AcceptSet]) and how the nearest are collected (`TopK`).
///
/// An index works on rows (0 to count-1) and internal distances, of which smaller is always nearer;
/// ids, payloads and public scores are the business of the packages above.
@NullMarked
package io.vecdb.index;

import org.jspecify.annotations.NullMarked;
