package io.vecdb.embeddings;

import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The sentence model all-MiniLM-L6-v2, computed in this process by ONNX Runtime: 384 dimensions,
/// vectors of length 1, made for English. It uses no network; weights and vocabulary come with a
/// Maven artifact.
///
/// ```java
/// try (EmbeddingModel model = new MiniLmModel()) {
///     float[] vector = model.embed(List.of("a machine that flies")).getFirst();
/// }
/// ```
///
/// The constructor costs nothing: the first call of [#embed] loads the model, as [#load] does ahead
/// of it (about half a second of CPU time; 130 MB of memory). Thread-safe; texts are computed on
/// this model's own threads, callers take turns. About 300 dictionary entries a second and core.
///
/// Texts may have up to 100,000 characters, but one vector says little about a long one: up to 254
/// word pieces (about 200 words) are read as a whole, longer texts in windows of 254, whose vectors
/// are averaged by their lengths. Each window is a turn of its own, so that a long text is computed
/// on all threads and holds up nobody. A text's vector does not depend on the other texts of the
/// call.
///
/// Needs the JVM's option `--enable-native-access=ALL-UNNAMED`; Java 25 only warns without it.
public final class MiniLmModel implements EmbeddingModel {
    /// The name by which collections and documents refer to this model.
    public static final String NAME = "all-MiniLM-L6-v2";

    /// Number of dimensions of its vectors.
    public static final int DIMENSION = MiniLmEncoder.DIMENSION;

    private static final int THREADS_MAX = 1024;

    private final RoundRobinPool pool;
    private final TextEncoder.Loader loader;
    private final ReentrantLock loading = new ReentrantLock();

    /// Set and cleared under the lock.
    private volatile @Nullable TextEncoder encoder;

    /// A model that computes on all cores.
    public MiniLmModel() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /// A model that computes on this many threads, each of them one window at a time.
    ///
    /// @param threads 1 to 1024; more than there are cores makes nothing faster
    /// @throws DbException INVALID_ARGUMENT if the number is out of range
    public MiniLmModel(int threads) {
        this(threads, MiniLmEncoder::load);
    }

    /// For tests: loads another encoder.
    MiniLmModel(int threads, TextEncoder.Loader loader) {
        if (threads < 1 || threads > THREADS_MAX) {
            throw DbException.invalid(
                    "An embedding model computes on 1 to "
                            + THREADS_MAX
                            + " threads, not "
                            + threads
                            + ".");
        }
        this.pool = new RoundRobinPool("embedding model '" + NAME + "'", threads);
        this.loader = loader;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    /// Loads the model now instead of at the first text. Does nothing if it is loaded; after a
    /// failure the next call tries again.
    ///
    /// @throws DbException UNSUPPORTED if ONNX Runtime does not run on this machine, CLOSED after
    ///   [#close()]
    public void load() {
        var _ = loaded();
    }

    private TextEncoder loaded() {
        TextEncoder ready = encoder;
        if (ready != null) {
            return ready;
        }
        loading.lock();
        try {
            TextEncoder raced = encoder;
            if (raced != null) {
                return raced;
            }
            TextEncoder loaded = loader.load(pool);
            encoder = loaded;
            return loaded;
        } finally {
            loading.unlock();
        }
    }

    /// {@inheritDoc}
    ///
    /// @throws DbException INVALID_ARGUMENT if a text is blank or holds no visible character,
    ///   LIMIT_EXCEEDED if it has more than 100,000 characters, UNSUPPORTED if the model does not
    ///   load, UNAVAILABLE if the thread is interrupted, whose flag stays set, CLOSED after
    ///   [#close()]
    @Override
    public List<float[]> embed(List<String> texts) {
        List<String> checked = Texts.checked(texts);
        TextEncoder ready = loaded();
        var windows = new Windows(checked.stream().map(ready::windows).toList());
        float[][] vectors = new float[windows.count()][];
        pool.run(windows.count(), number -> vectors[number] = ready.encode(windows.window(number)));
        return windows.ofTexts(vectors);
    }

    /// Frees threads and native memory. Texts being computed are finished first (milliseconds);
    /// calls that wait fail with CLOSED. A second call does nothing.
    @Override
    public void close() {
        pool.close();
        loading.lock();
        try {
            TextEncoder ready = encoder;
            if (ready != null) {
                encoder = null;
                ready.close();
            }
        } finally {
            loading.unlock();
        }
    }
}
