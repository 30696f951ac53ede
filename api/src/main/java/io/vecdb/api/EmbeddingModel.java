package io.vecdb.api;

import java.util.List;

/// Turns text into vectors. Implementations are thread-safe and block until the vectors are there.
public interface EmbeddingModel extends AutoCloseable {
    /// The name by which collections and documents refer to this model, such as `all-MiniLM-L6-v2`.
    String name();

    /// Number of dimensions of every vector it returns.
    int dimension();

    /// Embeds the texts, in their order: one array of [#dimension()] floats for each.
    ///
    /// @throws DbException UNAVAILABLE or UNAUTHENTICATED if a remote model did not answer,
    ///   INVALID_ARGUMENT if it refused the text, CLOSED after [#close()]
    List<float[]> embed(List<String> texts);

    /// Frees threads and native memory; a second call does nothing.
    @Override
    void close();
}
