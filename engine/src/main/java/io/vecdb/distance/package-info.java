/// How far apart two vectors are: the kernels that every search spends its time in, scalar and with
/// the Vector API; [Distances] chooses once.
///
/// Everything above works with internal distances, of which smaller is always nearer; only
/// [Scorer#score] turns one into the score that users see.
@NullMarked
package io.vecdb.distance;

import org.jspecify.annotations.NullMarked;
