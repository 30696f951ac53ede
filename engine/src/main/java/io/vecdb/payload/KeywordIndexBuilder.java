package io.vecdb.payload;

import io.vecdb.api.Value;

import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds a [KeywordIndex].
final class KeywordIndexBuilder implements ValueIndexBuilder {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<byte[]> keywords = new ArrayList<>();
    private final EntryList entries = new EntryList();

    @Override
    public boolean add(int row, Value value) {
        if (!(value instanceof Value.Text text)) {
            return false;
        }
        Integer number = numbers.get(text.value());
        if (number == null) {
            byte[] utf8 = KeywordIndex.encode(text.value());
            if (utf8 == null) {
                return false;
            }
            number = keywords.size();
            numbers.put(text.value(), number);
            keywords.add(utf8);
        }
        entries.add(number, row);
        return true;
    }

    @Override
    public int endRow() {
        return entries.endRow();
    }

    @Override
    public void write(RegionWriter out) {
        byte[][] sorted = sort();
        out.next();
        long start = 0;
        out.writeLong(start);
        for (byte[] keyword : sorted) {
            start += keyword.length;
            out.writeLong(start);
        }
        out.next();
        for (byte[] keyword : sorted) {
            out.write(keyword);
        }
        long[] bitmapStarts = writeBitmaps(sorted.length, out);
        out.next();
        for (long bitmapStart : bitmapStarts) {
            out.writeLong(bitmapStart);
        }
    }

    private long[] writeBitmaps(int keywordCount, RegionWriter out) {
        long[] starts = new long[keywordCount + 1];
        RoaringBitmapWriter<RoaringBitmap> rows = RoaringBitmapWriter.writer().get();
        out.next();
        int entry = 0;
        for (int keyword = 0; keyword < keywordCount; keyword++) {
            for (; entry < entries.size() && entries.key(entry) == keyword; entry++) {
                rows.add(entries.row(entry));
            }
            starts[keyword + 1] = starts[keyword] + out.write(rows.get());
            rows.reset();
        }
        return starts;
    }

    /// Sorts the keywords and, by their new numbers, the entries.
    private byte[][] sort() {
        Integer[] order = new Integer[keywords.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(keywords.get(a), keywords.get(b)));
        int[] rank = new int[order.length];
        byte[][] sorted = new byte[order.length][];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
            sorted[i] = keywords.get(order[i]);
        }
        for (int i = 0; i < entries.size(); i++) {
            entries.setKey(i, rank[(int) entries.key(i)]);
        }
        entries.sort();
        return sorted;
    }
}
