package io.vecdb.payload;

import io.vecdb.api.Value;
import io.vecdb.storage.DamageList;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// A dictionary of keywords in the order of their UTF-8 bytes, each with a bitmap of its rows. A
/// look-up is a binary search in the mapped dictionary; nothing is loaded before.
///
/// Texts that are longer than [#KEYWORD_BYTES], and those that are not valid Unicode, are not
/// covered.
final class KeywordIndex implements ValueIndex {
    /// Longest text in the dictionary, in UTF-8 bytes. Part of the file format.
    static final int KEYWORD_BYTES = 1024;

    private final Region textStarts;
    private final Region texts;
    private final Region bitmapStarts;
    private final Region bitmaps;
    private final int keywordCount;
    private final int rowCount;

    /// @param textStarts shape (keywords + 1), 64-bit: where each keyword begins in `texts`
    /// @param texts the keywords' UTF-8 bytes
    /// @param bitmaps the serialized bitmaps
    /// @param bitmapStarts shape (keywords + 1), 64-bit: where each bitmap begins in `bitmaps`
    /// @throws io.vecdb.api.DbException CORRUPT if the shapes do not fit
    KeywordIndex(
            Region textStarts, Region texts, Region bitmaps, Region bitmapStarts, int rowCount) {
        this.textStarts = textStarts;
        this.texts = texts;
        this.bitmapStarts = bitmapStarts;
        this.bitmaps = bitmaps;
        this.rowCount = rowCount;
        keywordCount = requireStarts(textStarts, texts);
        if (requireStarts(bitmapStarts, bitmaps) != keywordCount) {
            throw bitmapStarts.corrupt(0, "there are not as many bitmaps as keywords");
        }
    }

    private static int requireStarts(Region starts, Region content) {
        int count = starts.count(Long.BYTES) - 1;
        if (count < 0 || starts.longAt(0) != 0 || starts.longAt(count) != content.byteSize()) {
            throw starts.corrupt(0, "an array of starts does not fit its content");
        }
        return count;
    }

    /// The text as it stands in dictionaries, or null if it does not.
    static byte @Nullable [] encode(String text) {
        if (text.length() > KEYWORD_BYTES || !isUnicode(text)) {
            return null;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= KEYWORD_BYTES ? utf8 : null;
    }

    /// Whether surrogates come in pairs only; any other would be stored as a question mark.
    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    @Override
    public boolean covers(Value value) {
        return value instanceof Value.Text text && encode(text.value()) != null;
    }

    @Override
    public RoaringBitmap equalTo(Value value) {
        byte[] wanted = value instanceof Value.Text text ? encode(text.value()) : null;
        int keyword = wanted == null ? -1 : find(MemorySegment.ofArray(wanted));
        return keyword < 0
                ? new RoaringBitmap()
                : part(bitmapStarts, bitmaps, keyword).bitmap(rowCount);
    }

    private int find(MemorySegment wanted) {
        int low = 0;
        int high = keywordCount - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(part(textStarts, texts, middle).bytes(), wanted);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    @Override
    public void verify(DamageList found) {
        for (int keyword = 0; keyword < keywordCount && !found.isFull(); keyword++) {
            int each = keyword;
            var _ = found.reads(() -> verify(each));
        }
    }

    private void verify(int keyword) {
        MemorySegment text = part(textStarts, texts, keyword).bytes();
        if (keyword > 0 && compare(part(textStarts, texts, keyword - 1).bytes(), text) >= 0) {
            throw textStarts.corrupt(
                    (long) keyword * Long.BYTES, "a keyword is not above the one before it");
        }
        var _ = part(bitmapStarts, bitmaps, keyword).bitmap(rowCount);
    }

    private static Region part(Region starts, Region content, int index) {
        return content.slice(starts.longAt(index), starts.longAt(index + 1));
    }

    /// By unsigned bytes, a prefix first.
    private static int compare(MemorySegment a, MemorySegment b) {
        long at = a.mismatch(b);
        if (at < 0) {
            return 0;
        }
        if (at == a.byteSize() || at == b.byteSize()) {
            return Long.compare(a.byteSize(), b.byteSize());
        }
        return Byte.compareUnsigned(
                a.get(ValueLayout.JAVA_BYTE, at), b.get(ValueLayout.JAVA_BYTE, at));
    }
}
