package io.vecdb.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Value;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;

import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Bodies that are wrong although their checksums are right, as a defect of ours or of a machine's
/// memory would leave them.
class CorruptPayloadIndexesTest {
    private static final int ROWS = 40;

    private final Directory directory = new HeapDirectory();

    private static byte[] body(int rowCount, long seed) {
        List<Map<String, Value>> payloads = new PayloadModel(new Random(seed), rowCount).payloads();
        return IndexFiles.write(new HeapDirectory(), PayloadModel.INDEXES, payloads)
                .body()
                .verified()
                .toArray(ValueLayout.JAVA_BYTE);
    }

    /// Opens the body as if it had been written so, and binds filters that read every part.
    private void use(byte[] body, List<Filter> filters) {
        directory(body);
        try (FileReader file = FileReader.open(directory, IndexFiles.NAME, PayloadIndexes.FORMAT)) {
            PayloadIndexes indexes = PayloadIndexes.open(file);
            for (Filter filter : filters) {
                indexes.bind(filter, ROWS, IndexFiles.rowsOfIds(ROWS))
                        .rows()
                        .forEach((int row) -> assertThat(row).isBetween(0, ROWS - 1));
            }
        }
    }

    private void directory(byte[] body) {
        try (FileWriter out =
                FileWriter.create(directory, IndexFiles.NAME, PayloadIndexes.FORMAT)) {
            out.write(body, 0, body.length);
            out.finish();
        }
    }

    private static List<Filter> filters() {
        PayloadModel model = new PayloadModel(new Random(2), ROWS);
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            filters.add(model.filter(1));
        }
        for (String path : PayloadModel.INDEXES.keySet()) {
            filters.add(Filter.eq(path, "a"));
            filters.add(Filter.eq(path, true));
            filters.add(Filter.gte(path, -0.5));
            filters.add(
                    new Filter.Except(
                            io.vecdb.api.FieldPath.parse(path),
                            List.of(Value.of("a"), Value.of(1), Value.of(true))));
        }
        return filters;
    }

    @Test
    void damagedByteIsReportedOrHarmless() {
        byte[] body = body(ROWS, 1);
        List<Filter> filters = filters();
        use(body, filters);
        Random random = new Random(3);
        int reported = 0;
        for (int at = 0; at < body.length; at++) {
            byte[] damaged = body.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8) | (random.nextBoolean() ? 0x80 : 0));
            if (isReported(damaged, filters, "byte " + at)) {
                reported++;
            }
        }
        assertThat(reported).isGreaterThan(body.length / 4);
    }

    @Test
    void bodyCutAnywhereIsReported() {
        byte[] body = body(ROWS, 1);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThat(isReported(cut, List.of(), "length " + length))
                    .as("length %d", length)
                    .isTrue();
        }
    }

    private boolean isReported(byte[] body, List<Filter> filters, String what) {
        try {
            use(body, filters);
            return false;
        } catch (DbException e) {
            assertThat(e.code()).as(what).isEqualTo(ErrorCode.CORRUPT);
            assertThat(e)
                    .as(what)
                    .hasMessageContaining("'" + IndexFiles.NAME + "' is corrupt at byte");
            return true;
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    @Test
    void messageNamesTheByteOfTheFile() {
        byte[] body = body(ROWS, 1);
        body[0] ^= 1; // the first bitmap begins the body, which begins 64 bytes into the file
        assertThatThrownBy(() ->
                        use(
                                body,
                                PayloadModel.INDEXES.keySet().stream()
                                        .map(Filter::exists)
                                        .toList()))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("'segment/payload-indexes' is corrupt at byte 64: a bitmap");
    }
}
