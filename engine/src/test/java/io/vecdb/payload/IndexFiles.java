package io.vecdb.payload;

import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;

import org.roaringbitmap.RoaringBitmap;

import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// Writes and opens payload indexes for tests.
final class IndexFiles {
    static final String NAME = "segment/payload-indexes";

    private IndexFiles() {}

    static FileReader write(
            Directory directory,
            Map<String, PayloadIndexType> types,
            List<Map<String, Value>> payloads) {
        PayloadIndexBuilder builder = new PayloadIndexBuilder(types);
        for (int row = 0; row < payloads.size(); row++) {
            builder.add(row, payloads.get(row));
        }
        try (FileWriter out = FileWriter.create(directory, NAME, PayloadIndexes.FORMAT)) {
            builder.write(out);
            out.finish();
        }
        return FileReader.open(directory, NAME, PayloadIndexes.FORMAT);
    }

    static PayloadIndexes open(
            Map<String, PayloadIndexType> types, List<Map<String, Value>> payloads) {
        return PayloadIndexes.open(write(new HeapDirectory(), types, payloads));
    }

    /// Row `r` has the integer id `r`.
    static ToIntFunction<PointId> rowsOfIds(int rowCount) {
        return id ->
                id instanceof PointId.Num num && num.value() >= 0 && num.value() < rowCount
                        ? (int) num.value()
                        : -1;
    }

    /// The rows that [FilterMatcher] finds, looking at every payload.
    static RoaringBitmap scan(FilterMatcher matcher, List<Map<String, Value>> payloads) {
        RoaringBitmap rows = new RoaringBitmap();
        for (int row = 0; row < payloads.size(); row++) {
            if (matcher.matches(PointId.of(row), payloads.get(row))) {
                rows.add(row);
            }
        }
        return rows;
    }

    /// The rows that are left of the candidates when the open ones are looked at.
    static RoaringBitmap resolve(
            Candidates candidates, FilterMatcher matcher, List<Map<String, Value>> payloads) {
        RoaringBitmap rows = candidates.sure().clone();
        candidates
                .open()
                .forEach((int row) -> {
                    if (matcher.matches(PointId.of(row), payloads.get(row))) {
                        rows.add(row);
                    }
                });
        return rows;
    }
}
