/// Vectors in memory and in files: rows outside the heap, padded and aligned for the kernels, and
/// the readers of the vector file formats of the field (npy, fvecs, bvecs, ivecs).
@NullMarked
package io.vecdb.vectors;

import org.jspecify.annotations.NullMarked;
