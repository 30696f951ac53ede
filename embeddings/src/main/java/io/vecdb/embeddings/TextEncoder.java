package io.vecdb.embeddings;

import java.util.List;

/// A model that is loaded: computes on the calling thread, as many threads at once as call it.
interface TextEncoder extends AutoCloseable {
    /// The text's word pieces, cut into the windows that are encoded one by one: one for a short
    /// text. Cheap beside encoding them.
    ///
    /// @throws io.vecdb.api.DbException INVALID_ARGUMENT if the text holds nothing to embed
    List<int[]> windows(String text);

    /// The window's vector, of length 1.
    float[] encode(int[] window);

    /// Frees native memory; no call of [#encode] may be running or follow.
    @Override
    void close();

    /// Loads a model.
    interface Loader {
        /// Loads on the calling thread and the pool's.
        ///
        /// @throws io.vecdb.api.DbException UNSUPPORTED if that cannot work on this machine
        TextEncoder load(RoundRobinPool pool);
    }
}
