package io.vecdb.embeddings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits text into the word pieces that an uncased BERT model was trained on.
///
/// The text is cleaned (control characters dropped, every white space a blank), accents are removed
/// and letters lowered; it falls into words at blanks and around every punctuation mark and Chinese
/// character; each word is cut from its front into the longest pieces that the vocabulary has, and
/// a word that cannot be cut so is one `[UNK]`. Devlin et al., "BERT: Pre-training of Deep
/// Bidirectional Transformers", 2019; Schuster and Nakajima, "Japanese and Korean Voice Search",
/// 2012. The details are those of Hugging Face's tokenizers (`BertNormalizer`, `BertPreTokenizer`,
/// `WordPiece`), which the tests compare it with; as there, a text that spells out a special token
/// such as `[MASK]` means that token.
///
/// Immutable and thread-safe. Cost: linear in the text, about a microsecond a word.
final class WordPieceTokenizer {
    /// What stands before the vocabulary's pieces that continue a word.
    private static final String CONTINUES = "##";

    private static final Pattern SPECIAL = Pattern.compile("\\[(?:PAD|UNK|CLS|SEP|MASK)]");

    /// Longer words are unknown, as in the model's training.
    private static final int WORD_CODE_POINTS_MAX = 100;

    /// The blocks of Han ideographs that BERT knows, first and last: not Hangul, Hiragana,
    /// Katakana.
    private static final int[][] CHINESE = {
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0xF900, 0xFAFF},
        {0x20000, 0x2A6DF},
        {0x2A700, 0x2B81F},
        {0x2B920, 0x2CEAF},
        {0x2F800, 0x2FA1F},
    };

    /// Keeps no table of field names: the vocabulary has 30,000 that never come again.
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    private final Map<String, Integer> starts = HashMap.newHashMap(32_768);
    private final Map<String, Integer> continuations = HashMap.newHashMap(8_192);
    private final boolean[] continues;
    private final int unknown;

    /// @param vocabulary pieces and their ids, 0 to size − 1; it must hold the special tokens
    /// @throws IllegalArgumentException if an id is out of range or a special token is missing
    WordPieceTokenizer(Map<String, Integer> vocabulary) {
        continues = new boolean[vocabulary.size()];
        vocabulary.forEach(this::add);
        unknown = special("[UNK]");
        special("[CLS]");
        special("[SEP]");
    }

    private void add(String piece, int id) {
        if (id < 0 || id >= continues.length) {
            throw new IllegalArgumentException(
                    "piece '" + piece + "' has id " + id + " of " + continues.length);
        }
        if (piece.startsWith(CONTINUES) && piece.length() > CONTINUES.length()) {
            continues[id] = true;
            continuations.put(piece.substring(CONTINUES.length()), id);
        } else {
            starts.put(piece, id);
        }
    }

    /// Reads the vocabulary out of a `tokenizer.json` as Hugging Face's tokenizers write it.
    ///
    /// @throws IOException if the stream fails or holds no `model.vocab`
    static WordPieceTokenizer read(InputStream tokenizerJson) throws IOException {
        try (JsonParser parser = JSON.createParser(tokenizerJson)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT && "vocab".equals(parser.currentName())) {
                    return new WordPieceTokenizer(vocabulary(parser));
                }
            }
        }
        throw new IOException("the tokenizer's description holds no vocabulary");
    }

    private static Map<String, Integer> vocabulary(JsonParser parser) throws IOException {
        Map<String, Integer> vocabulary = HashMap.newHashMap(32_768);
        for (String piece = parser.nextFieldName(); piece != null; piece = parser.nextFieldName()) {
            parser.nextToken();
            vocabulary.put(piece, parser.getIntValue());
        }
        return vocabulary;
    }

    /// The id of `[CLS]`, `[SEP]` or another special token.
    ///
    /// @throws IllegalArgumentException if the vocabulary has no such token
    int special(String token) {
        Integer id = starts.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + token);
        }
        return id;
    }

    /// Whether the piece of this id continues a word: no cut should come before it.
    boolean continuesWord(int id) {
        return continues[id];
    }

    /// The ids of the text's pieces, without `[CLS]` and `[SEP]` around them; empty if the text has
    /// no visible character.
    int[] encode(String text) {
        var pieces = new Pieces();
        Matcher special = SPECIAL.matcher(text);
        int from = 0;
        while (special.find()) {
            addWords(normalized(text.substring(from, special.start())), pieces);
            pieces.add(special(special.group()));
            from = special.end();
        }
        addWords(normalized(text.substring(from)), pieces);
        return pieces.toArray();
    }

    /// The text in lower case without accents, with blanks around Chinese characters, which are
    /// words of their own.
    private static String normalized(String text) {
        var clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> addClean(point, clean));
        String decomposed = Normalizer.normalize(clean, Normalizer.Form.NFD);
        var lowered = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                .map(Character::toLowerCase)
                .forEach(lowered::appendCodePoint);
        return lowered.toString();
    }

    private static void addClean(int point, StringBuilder clean) {
        if (point == '\t' || point == '\n' || point == '\r' || Character.isSpaceChar(point)) {
            clean.append(' ');
        } else if (isChinese(point)) {
            clean.append(' ').appendCodePoint(point).append(' ');
        } else if (!isInvisible(point)) {
            clean.appendCodePoint(point);
        }
    }

    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE ->
                    true;
            default -> point == 0xFFFD;
        };
    }

    private static boolean isChinese(int point) {
        for (int[] block : CHINESE) {
            if (point >= block[0] && point <= block[1]) {
                return true;
            }
        }
        return false;
    }

    private void addWords(String text, Pieces pieces) {
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            boolean punctuation = isPunctuation(point);
            if (punctuation || point == ' ') {
                addWord(text.substring(from, at), pieces);
                from = next;
            }
            if (punctuation) {
                addWord(text.substring(at, next), pieces);
            }
            at = next;
        }
        addWord(text.substring(from), pieces);
    }

    private static boolean isPunctuation(int point) {
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            // ASCII's symbols count as punctuation here, the others do not.
            default -> "$+<=>^`|~".indexOf(point) >= 0;
        };
    }

    private void addWord(String word, Pieces pieces) {
        if (word.isEmpty()) {
            return;
        }
        int before = pieces.size;
        int from = word.codePointCount(0, word.length()) > WORD_CODE_POINTS_MAX ? -1 : 0;
        while (from >= 0 && from < word.length()) {
            from = addLongest(word, from, pieces);
        }
        if (from < 0) {
            pieces.size = before;
            pieces.add(unknown);
        }
    }

    /// Adds the longest piece that the word has at an offset; returns the offset behind it, or −1
    /// if the vocabulary has none.
    private int addLongest(String word, int from, Pieces pieces) {
        Map<String, Integer> candidates = from == 0 ? starts : continuations;
        for (int to = word.length(); to > from; to--) {
            @Nullable Integer id = candidates.get(word.substring(from, to));
            if (id != null) {
                pieces.add(id);
                return to;
            }
        }
        return -1;
    }

    /// A growing array of ids.
    private static final class Pieces {
        private int[] ids = new int[64];
        private int size;

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            ids[size++] = id;
        }

        int[] toArray() {
            return Arrays.copyOf(ids, size);
        }
    }
}
