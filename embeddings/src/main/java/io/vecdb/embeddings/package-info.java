/// Text to vectors: the embedding models that stand behind `io.vecdb.api.EmbeddingModel`.
///
/// [MiniLmModel] computes in the process, without network; [HttpEmbeddingModel] asks an endpoint
/// that speaks OpenAI's embeddings API. Both run on a [RoundRobinPool], so that one caller's large
/// batch does not hold up another's single text. The package knows the API's types and nothing of
/// databases, files or servers.
@NullMarked
package io.vecdb.embeddings;

import org.jspecify.annotations.NullMarked;
