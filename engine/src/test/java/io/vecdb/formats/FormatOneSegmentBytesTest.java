package io.vecdb.formats;

import static io.vecdb.formats.DocumentedBytes.body;
import static io.vecdb.formats.DocumentedBytes.bytes;
import static io.vecdb.formats.DocumentedBytes.numbers;
import static io.vecdb.formats.DocumentedBytes.only;
import static io.vecdb.formats.DocumentedBytes.read;
import static io.vecdb.formats.DocumentedBytes.string;
import static io.vecdb.formats.DocumentedBytes.text;
import static io.vecdb.formats.DocumentedBytes.varint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.util.Objects.requireNonNull;

import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Reads the files of the largest segment, the archive and the backups of the fixtures by the
/// numbers that stand in `docs/format`, with nothing of the engine.
class FormatOneSegmentBytesTest {
    private static final Path THINGS = FormatOneTest.FIXTURES.resolve("database").resolve("c-1");

    /// The rows of the segment, in their order, are those points.
    private static final int ROWS = 60;

    private static byte[] segment(String kind) throws IOException {
        return body(only(THINGS, "seg-2\\." + kind));
    }

    /// ids.md: the ids by rank.
    private static List<PointId> byRank(ByteBuffer in) {
        int a = in.getInt(4);
        int b = in.getInt(8);
        int c = in.getInt(12);
        List<PointId> ids = new ArrayList<>();
        in.position(24);
        for (int i = 0; i < a; i++) {
            ids.add(PointId.of(in.getLong()));
        }
        for (int i = 0; i < b; i++) {
            ids.add(PointId.of(new UUID(in.getLong(), in.getLong())));
        }
        int texts = 24 + 8 * a + 16 * b + 8 * (c + 1);
        assertThat(in.getLong(texts - 8)).isEqualTo(in.getLong(16));
        for (int i = 0; i < c; i++) {
            int from = (int) in.getLong(texts - 8 * (c + 1 - i));
            int to = (int) in.getLong(texts - 8 * (c - i));
            ids.add(PointId.of(text(in, texts + from, to - from)));
        }
        in.position(texts + (int) in.getLong(16));
        return ids;
    }

    /// ids.md: the number of the point in each row.
    private static int[] numbersOfRows() throws IOException {
        ByteBuffer in = numbers(segment("ids"));
        assertThat(in.getInt(0)).isEqualTo(ROWS);
        List<PointId> ids = byRank(in);
        assertThat(ids).hasSize(ROWS).isSorted();
        Map<PointId, Integer> written = new LinkedHashMap<>();
        for (int i = 0; i < ROWS; i++) {
            written.put(StoredPoints.id(i), i);
        }
        int[] rows = new int[ROWS];
        int rowOfRank = in.position();
        for (int rank = 0; rank < ROWS; rank++) {
            int row = in.getInt(rowOfRank + 4 * rank);
            rows[row] = requireNonNull(written.remove(ids.get(rank)));
            assertThat(in.getInt(rowOfRank + 4 * (ROWS + row))).isEqualTo(rank);
        }
        assertThat(in.capacity()).isEqualTo(rowOfRank + 8 * ROWS);
        assertThat(written).isEmpty();
        return rows;
    }

    @Test
    void idsAreWhatThePageSays() throws IOException {
        assertThat(numbersOfRows()).doesNotHaveDuplicates();
    }

    /// values.md: a value.
    private static Value value(ByteBuffer in) {
        byte type = in.get();
        return switch (type) {
            case 0 -> new Value.Null();
            case 1, 2 -> new Value.Bool(type == 2);
            case 3 -> {
                long zigzag = 0;
                byte next;
                int shift = 0;
                do {
                    next = in.get();
                    zigzag |= (next & 0x7fL) << shift;
                    shift += 7;
                } while (next < 0);
                yield new Value.Int((zigzag >>> 1) ^ -(zigzag & 1));
            }
            case 4 -> new Value.Real(in.getDouble());
            case 5 -> new Value.Text(string(in));
            case 6 -> {
                List<Value> items = new ArrayList<>();
                for (int left = varint(in); left > 0; left--) {
                    items.add(value(in));
                }
                yield new Value.Array(items);
            }
            case 7 -> new Value.Struct(fields(in));
            default -> throw new AssertionError("type " + type);
        };
    }

    private static Map<String, Value> fields(ByteBuffer in) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int left = varint(in); left > 0; left--) {
            fields.put(string(in), value(in));
        }
        return fields;
    }

    @Test
    void payloadsAreWhatThePageSays() throws IOException {
        ByteBuffer in = numbers(segment("payload"));
        int[] rows = numbersOfRows();
        int table = in.capacity() - 8 * (ROWS + 1);
        assertThat(in.getLong(in.capacity() - 8)).isEqualTo(table);
        for (int row = 0; row < ROWS; row++) {
            in.position((int) in.getLong(table + 8 * row));
            assertThat(fields(in)).isEqualTo(StoredPoints.point(rows[row]).payload());
            assertThat((long) in.position()).isEqualTo(in.getLong(table + 8 * (row + 1)));
        }
    }

    @Test
    void vectorsAreWhatThePageSays() throws IOException {
        requireVectors(0, "", 6, 64, 0);
        requireVectors(1, "cosine", 3, 64, 3);
        requireVectors(2, "dot", 2, 64, 3);
        requireVectors(3, "manhattan", 17, 128, 0);
    }

    private static void requireVectors(int file, String field, int d, int s, int flags)
            throws IOException {
        ByteBuffer in = numbers(segment("vectors" + file));
        int[] rows = numbersOfRows();
        int end = in.capacity() - 16;
        assertThat(end).isEqualTo(s * ROWS + (flags == 0 ? 0 : 4 * ROWS));
        assertThat(in.getInt(end)).isEqualTo(ROWS);
        assertThat(in.getInt(end + 4)).isEqualTo(d);
        assertThat(in.getInt(end + 8)).isEqualTo(flags);
        assertThat(in.getInt(end + 12)).isZero();
        for (int row = 0; row < ROWS; row++) {
            float norm = flags == 0 ? 1 : in.getFloat(s * ROWS + 4 * row);
            Vector vector = StoredPoints.point(rows[row]).vectors().get(field);
            float[] written = vector == null ? new float[d] : ((Vector.Dense) vector).values();
            assertThat(norm == 0).isEqualTo(vector == null);
            for (int i = 0; i < s / 4; i++) {
                float stored = in.getFloat(s * row + 4 * i);
                assertThat(stored * (norm == 0 ? 1 : norm))
                        .isCloseTo(i < d ? written[i] : 0, within(1e-5f));
            }
        }
    }

    @Test
    void changesAreWhatThePageSays() throws IOException {
        ByteBuffer in = numbers(segment("changes-.*"));
        int[] rows = numbersOfRows();
        List<Integer> deleted = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            deleted.add(rows[in.getInt()]);
        }
        // 20 to 22 were written again, and stand in another segment.
        assertThat(deleted).containsExactly(3, 12, 41, 15, 20, 21, 22);
        Map<Integer, Map<String, Value>> changed = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            changed.put(rows[in.getInt()], fields(in));
        }
        assertThat(changed.keySet()).containsExactlyInAnyOrder(6, 9, 18);
        assertThat(changed.get(9)).isEqualTo(Map.of("number", Value.of(77)));
        assertThat(changed.get(6)).containsEntry("word", Value.of("changed"));
        assertThat(changed.get(18)).doesNotContainKey("nested").containsKey("word");
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void indexesAreWhatThePagesSay() throws IOException {
        byte[] flat = segment("index1");
        assertThat(numbers(flat).getInt(0)).isEqualTo(1);
        assertThat(flat).hasSize(64);
        ByteBuffer graph = numbers(segment("index0"));
        assertThat(graph.getInt(0)).isEqualTo(2);
        ByteBuffer in = numbers(bytes(graph, 64, graph.capacity() - 64));
        int[] head = new int[9];
        for (int i = 0; i < head.length; i++) {
            head[i] = in.getInt();
        }
        int m = 4;
        int n = ROWS;
        assertThat(head[0]).as("metric").isEqualTo(1);
        assertThat(head[1]).isEqualTo(m);
        assertThat(head[2]).isEqualTo(n);
        assertThat(head[3]).as("entry").isBetween(0, n - 1);
        int[] sizes = {
            64,
            8 * m * n,
            4 * head[5],
            4 * (head[5] + 1),
            4 * m * head[6],
            4 * head[7],
            4 * (head[7] + 1),
            4 * head[8]
        };
        int at = 0;
        int[] begins = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            begins[i] = at;
            at += i + 1 < sizes.length ? sizes[i] + 63 & -64 : sizes[i];
        }
        assertThat(in.capacity()).isBetween(at, at + 63);
        int links = 0;
        for (int i = 0; i < 2 * m * n; i++) {
            int link = in.getInt(begins[1] + 4 * i);
            assertThat(link).isBetween(-1, n - 1);
            links += link < 0 ? 0 : 1;
        }
        assertThat(links).isGreaterThan(n);
        assertThat(in.getInt(begins[3] + 4 * head[5])).isEqualTo(head[6]);
        // Every thirteenth point from the fifth on is equal to that one.
        int[] rows = numbersOfRows();
        assertThat(head[7]).isEqualTo(1);
        assertThat(rows[in.getInt(begins[5])] % 13).isEqualTo(5);
        assertThat(head[8]).isEqualTo(4);
        for (int i = 0; i < head[8]; i++) {
            assertThat(rows[in.getInt(begins[7] + 4 * i)] % 13).isEqualTo(5);
        }
    }

    @Test
    void payloadIndexesAreWhatThePageSays() throws IOException {
        ByteBuffer in = numbers(segment("filters-.*"));
        int tail = in.capacity() - 16;
        assertThat(in.getInt(tail + 12)).isEqualTo(ROWS);
        in.position((int) in.getLong(tail));
        Map<String, Integer> types = new LinkedHashMap<>();
        int keywordsAt = 0;
        int keywords = 0;
        for (int left = in.getInt(tail + 8); left > 0; left--) {
            String path = string(in);
            int type = varint(in);
            types.put(path, type);
            int parts = varint(in);
            assertThat(parts).isEqualTo(List.of(10, 12, 12, 8).get(type - 1));
            for (int part = 0; part < parts; part++) {
                int offset = varint(in);
                int length = varint(in);
                assertThat(offset % 8).isZero();
                if (path.equals("nested.deep") && part == 6) {
                    keywords = length / 8 - 1;
                } else if (path.equals("nested.deep") && part == 7) {
                    keywordsAt = offset;
                }
            }
        }
        assertThat(in.position()).isEqualTo(tail);
        assertThat(types).isEqualTo(Map.of("word", 1, "number", 2, "price", 3, "nested.deep", 1));
        assertThat(keywords).isEqualTo(4);
        assertThat(text(in, keywordsAt, 24)).isEqualTo("leaf 0leaf 1leaf 2leaf 3");
    }

    /// snapshot.md: the inventory; adds the lengths and checksums of all files, and returns names.
    private static List<String> inventory(ByteBuffer in, List<long[]> files) {
        assertThat(in.getLong()).as("millis").isGreaterThan(1_700_000_000_000L);
        assertThat(string(in)).as("release").isNotEmpty();
        in.position(in.position() + 16);
        List<String> names = new ArrayList<>();
        for (int left = varint(in); left > 0; left--) {
            names.add(string(in));
            assertThat(in.getLong()).as("id").isNotZero();
            long sequence = in.getLong();
            names.add(Long.toString(in.getLong()));
            int manifest = varint(in);
            // A collection's manifest: id, then sequence.
            assertThat(in.getLong(in.position() + 8)).isEqualTo(sequence);
            in.position(in.position() + manifest);
            for (int file = varint(in); file > 0; file--) {
                assertThat(string(in)).startsWith("seg-");
                files.add(new long[] {in.getLong(), in.getInt()});
            }
        }
        return names;
    }

    @Test
    void theArchiveIsWhatThePageSays() throws IOException {
        ByteBuffer in = numbers(body(FormatOneTest.FIXTURES.resolve("snapshot.vecdb")));
        in.position((int) in.getLong(in.capacity() - 8));
        int table = in.position();
        List<long[]> files = new ArrayList<>();
        int points = StoredPoints.atLast().size();
        assertThat(inventory(in, files))
                .containsExactly("empty", "0", "marked", "3", "things", Integer.toString(points));
        int next = 0;
        for (long[] file : files) {
            int begin = (int) in.getLong();
            assertThat(begin).isEqualTo(next + 63 & -64);
            next = begin + (int) file[0];
            assertThat(in.getInt(next - 12)).isEqualTo((int) file[1]);
        }
        assertThat(next).isLessThanOrEqualTo(table);
        assertThat(in.position()).isEqualTo(in.capacity() - 8);
    }

    @Test
    void backupsAreWhatThePageSays() throws IOException {
        Path backups = FormatOneTest.FIXTURES.resolve("backups");
        ByteBuffer in = numbers(body(backups.resolve("backup-2")));
        assertThat(in.getLong()).isEqualTo(2);
        int copied = in.getInt();
        long copiedBytes = in.getLong();
        List<long[]> files = new ArrayList<>();
        assertThat(inventory(in, files)).containsExactly("marked", "5");
        assertThat(in.hasRemaining()).isFalse();
        assertThat(files).hasSize(10);
        assertThat(copied).isEqualTo(5);
        assertThat(copiedBytes).isLessThan(files.stream().mapToLong(file -> file[0]).sum());
        long id = FormatOneBytesTest.id("marked");
        for (long[] file : files) {
            Path stored =
                    only(
                            backups.resolve("%016x".formatted(id)),
                            "seg-\\d+\\..*\\.%08x".formatted((int) file[1]));
            assertThat(read(stored)).hasSize((int) file[0]);
        }
    }
}
