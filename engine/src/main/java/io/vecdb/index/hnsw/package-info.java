/// The hierarchical navigable small-world graph: built by `HnswBuilder`, searched by [HnswIndex],
/// kept in one block of memory that is also what a file holds (`HnswGraph`, `docs/format/hnsw.md`).
///
/// Yu. A. Malkov, D. A. Yashunin: Efficient and robust approximate nearest neighbor search using
/// Hierarchical Navigable Small World graphs, 2016, arXiv:1603.09320.
@NullMarked
package io.vecdb.index.hnsw;

import org.jspecify.annotations.NullMarked;
