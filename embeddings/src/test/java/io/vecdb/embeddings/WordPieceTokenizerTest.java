package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

class WordPieceTokenizerTest {
    private static final String NO_REFERENCE = "the reference has no library for Intel Macs";

    /// Code points, first and last, that both Unicode tables of the reference know: one is from
    /// 2015, and characters younger than that are dropped or split off differently.
    private static final int[][] ALPHABET = {
        {0x00, 0x05FF},
        {0x0900, 0x0963},
        {0x1E00, 0x2BFF},
        {0x3000, 0x30FF},
        {0x4E00, 0x4FFF},
        {0xAC00, 0xAFFF},
        {0xFF00, 0xFFFD},
        {0x10000, 0x100FF},
        {0x1F300, 0x1F6FF},
        {0x20000, 0x200FF},
        {0x2F800, 0x2F8FF},
    };

    private static WordPieceTokenizer tokenizer;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream description = Reference.tokenizerDescription()) {
            tokenizer = WordPieceTokenizer.read(description);
        }
    }

    private static WordPieceTokenizer tiny() {
        return new WordPieceTokenizer(
                Map.of(
                        "[UNK]", 0, "[CLS]", 1, "[SEP]", 2, "un", 3, "##able", 4, "##a", 5, "!", 6,
                        "able", 7));
    }

    @Test
    void takesTheLongestPieceThatFits() {
        assertThat(tiny().encode("unable able")).containsExactly(3, 4, 7);
    }

    @Test
    void aWordThatCannotBeCutIsOneUnknownPiece() {
        assertThat(tiny().encode("unablex un")).containsExactly(0, 3);
    }

    @Test
    void caseAccentsAndControlCharactersMakeNoDifference() {
        assertThat(tiny().encode("ÜN\u0000a\u200Bb\u0301le!")).containsExactly(3, 4, 6);
    }

    @Test
    void aWordOfMoreThanAHundredCharactersIsUnknown() {
        assertThat(tiny().encode("un" + "a".repeat(98))).hasSize(99).startsWith(3, 5);
        assertThat(tiny().encode("un" + "a".repeat(99))).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\r\n", "\u200B\u0007", "\u0301", "\uD800"})
    void textWithoutVisibleCharactersHasNoPieces(String text) {
        assertThat(tiny().encode(text)).isEmpty();
    }

    @Test
    void saysWhichPiecesContinueAWord() {
        assertThat(tiny().continuesWord(4)).isTrue();
        assertThat(tiny().continuesWord(7)).isFalse();
    }

    @Test
    void refusesAVocabularyWithoutSpecialTokensOrWithIdsOutOfRange() {
        assertThatThrownBy(() -> new WordPieceTokenizer(Map.of("[UNK]", 0, "[CLS]", 1)))
                .hasMessage("the vocabulary has no [SEP]");
        assertThatThrownBy(() -> new WordPieceTokenizer(Map.of("[UNK]", 1)))
                .hasMessage("piece '[UNK]' has id 1 of 1");
    }

    @Test
    void refusesADescriptionWithoutVocabulary() {
        var description = "{\"model\": {}}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> WordPieceTokenizer.read(new ByteArrayInputStream(description)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no vocabulary");
    }

    @Test
    @DisabledOnOs(value = OS.MAC, architectures = "x86_64", disabledReason = NO_REFERENCE)
    void cutsAsTheReferenceDoes() {
        var reference = new Reference();
        for (String text :
                new String[] {
                    "dog, domestic dog: a member of the genus Canis; \"the dog barked all night\"",
                    "naïve Café déjà-vu, İstanbul, STRASSE straße, ΣΊΣΥΦΟΣ",
                    "a+b=c $5 <x>^2 ~|`{}",
                    "the [MASK] sat [SEP] on [PAD]ding [mask] [CLS]x",
                    "東京は日本の首都です 한국어 中文维基百科",
                    "x".repeat(100) + " " + "x".repeat(101),
                    "tab\tnewline\nreturn\r\u000B\u000C\u0085\u00A0\u2028end",
                    "👩‍🚀 🇩🇪 e\u0301\u0323 \uFFFD ﬁ",
                }) {
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(reference.pieces(text));
        }
    }

    @Test
    @DisabledOnOs(value = OS.MAC, architectures = "x86_64", disabledReason = NO_REFERENCE)
    void cutsRandomTextAsTheReferenceDoes() {
        var reference = new Reference();
        for (long seed = 0; seed < 3000; seed++) {
            String text = randomText(new Random(seed));
            assertThat(tokenizer.encode(text))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(reference.pieces(text));
        }
    }

    private static String randomText(Random random) {
        var text = new StringBuilder();
        int length = 1 + random.nextInt(40);
        for (int i = 0; i < length; i++) {
            // Half of them ASCII, so that words, blanks and marks come together.
            int[] range = ALPHABET[random.nextBoolean() ? 0 : random.nextInt(ALPHABET.length)];
            int bound = random.nextBoolean() && range[0] == 0 ? 0x7F : range[1];
            text.appendCodePoint(range[0] + random.nextInt(bound - range[0] + 1));
        }
        return text.toString();
    }
}
