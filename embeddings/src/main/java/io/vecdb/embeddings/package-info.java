/// Text to vectors: implementations of the embedding model that `io.vecdb.api` declares.
@NullMarked
package io.vecdb.embeddings;

import org.jspecify.annotations.NullMarked;
