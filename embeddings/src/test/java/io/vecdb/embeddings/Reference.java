package io.vecdb.embeddings;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/// What this package's results are compared with: Hugging Face's tokenizer and LangChain4j's
/// encoder, which the tests alone depend on.
final class Reference {
    static {
        // It would ask the network for leave otherwise, and unpack its library to the home folder.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("DJL_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
    }

    private final HuggingFaceTokenizer tokenizer;

    Reference() {
        try (InputStream description = tokenizerDescription()) {
            tokenizer =
                    HuggingFaceTokenizer.newInstance(
                            description, Map.of("padding", "false", "truncation", "false"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static InputStream tokenizerDescription() {
        return Objects.requireNonNull(
                Reference.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"));
    }

    /// The ids of the text's pieces without those of `[CLS]` and `[SEP]`.
    int[] pieces(String text) {
        long[] ids = tokenizer.encode(text).getIds();
        return Arrays.stream(ids, 1, ids.length - 1).mapToInt(Math::toIntExact).toArray();
    }

    /// The text's vector; it leaves out what follows the first 126 pieces.
    float[] vector(String text) {
        return new AllMiniLmL6V2QuantizedEmbeddingModel().embed(text).content().vector();
    }
}
