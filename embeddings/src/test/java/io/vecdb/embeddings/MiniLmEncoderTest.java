package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vecdb.api.DbException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

class MiniLmEncoderTest {
    private static final MiniLmModel MODEL = new MiniLmModel(2);

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static float[] encode(String text) {
        return MODEL.embed(List.of(text)).getFirst();
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int d = 0; d < a.length; d++) {
            dot += (double) a[d] * b[d];
            squaresA += (double) a[d] * a[d];
            squaresB += (double) b[d] * b[d];
        }
        return dot / Math.sqrt(squaresA * squaresB);
    }

    private static String repeated(String word, int times) {
        return String.join(" ", Collections.nCopies(times, word));
    }

    @Test
    void vectorsHave384DimensionsAndLengthOne() {
        float[] vector = encode("dog, domestic dog: a member of the genus Canis");
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        assertThat(vector).hasSize(384);
        assertThat(squares).isCloseTo(1, within(1e-5));
    }

    @Test
    @DisabledOnOs(
            value = OS.MAC,
            architectures = "x86_64",
            disabledReason = "the reference has no library for Intel Macs")
    void vectorsEqualTheReference() {
        var reference = new Reference();
        for (String text :
                List.of(
                        "dog",
                        "dog, domestic dog: a member of the genus Canis that has been domesticated"
                                + " by man since prehistoric times; \"the dog barked all night\"",
                        "airplane, aeroplane, plane: an aircraft that has a fixed wing",
                        "naïve Café – 東京 🙂 $5",
                        repeated("word", 126))) {
            assertThat(cosine(encode(text), reference.vector(text)))
                    .as(text)
                    .isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void nothingOfALongTextIsDropped() {
        String start = repeated("volcano", 300);
        double toItsStart =
                cosine(encode(start + " " + repeated("the cat sleeps", 200)), encode(start));
        assertThat(toItsStart).isLessThan(0.9);
    }

    @Test
    void aLongTextIsTheWeightedMeanOfItsWindows() {
        float[] dogs = encode(repeated("dog", 254));
        float[] cats = encode(repeated("cat", 100));
        float[] expected = new float[dogs.length];
        for (int d = 0; d < dogs.length; d++) {
            expected[d] = 508 * dogs[d] + 100 * cats[d];
        }
        float[] all = encode(repeated("dog", 508) + " " + repeated("cat", 100));
        assertThat(cosine(all, expected)).isCloseTo(1, within(1e-6));
    }

    @Test
    void windowsDoNotCutWords() {
        // "embeddings" has four pieces, of which the window could hold two.
        float[] dogs = encode(repeated("dog", 252));
        float[] rest = encode("embeddings");
        float[] expected = new float[dogs.length];
        for (int d = 0; d < dogs.length; d++) {
            expected[d] = 252 * dogs[d] + 4 * rest[d];
        }
        float[] all = encode(repeated("dog", 252) + " embeddings");
        assertThat(cosine(all, expected)).isCloseTo(1, within(1e-6));
    }

    @Test
    void textWithoutVisibleCharactersIsRefused() {
        assertThatThrownBy(() -> encode("\u200B\u0007"))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("no visible character");
    }

    @Test
    void aMissingNativeLibraryIsExplained(@TempDir Path empty)
            throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java,
                                "-Donnxruntime.native.path=" + empty,
                                "-cp",
                                System.getProperty("java.class.path"),
                                EmbedOnce.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("UNSUPPORTED: ")
                .contains("native library does not load (Native library 'onnxruntime' not found")
                .contains(empty + File.separator)
                .contains("UNSUPPORTED again: ")
                .contains("use an HTTP embedding endpoint");
    }

    /// Embeds twice in a JVM of its own, since a native library loads once.
    static final class EmbedOnce {
        public static void main(String[] args) {
            try (var model = new MiniLmModel()) {
                for (String again : List.of("", " again")) {
                    try {
                        model.embed(List.of("dog"));
                    } catch (DbException e) {
                        System.out.println(e.code() + again + ": " + e.getMessage());
                    }
                }
            }
        }
    }
}
