package io.vecdb.formats;

import static io.vecdb.formats.DocumentedBytes.body;
import static io.vecdb.formats.DocumentedBytes.files;
import static io.vecdb.formats.DocumentedBytes.hex;
import static io.vecdb.formats.DocumentedBytes.name;
import static io.vecdb.formats.DocumentedBytes.numbers;
import static io.vecdb.formats.DocumentedBytes.only;
import static io.vecdb.formats.DocumentedBytes.read;
import static io.vecdb.formats.DocumentedBytes.requireHeader;
import static io.vecdb.formats.DocumentedBytes.string;
import static io.vecdb.formats.DocumentedBytes.varint;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Reads the fixtures by the numbers that stand in `docs/format`, with nothing of the engine: so
/// the pages and the files agree.
class FormatOneBytesTest {
    private static final Path DATABASE = FormatOneTest.FIXTURES.resolve("database");

    @Test
    void immutableFilesHaveTheHeaderAndTheFooterOfThePage() throws IOException {
        for (Path file : files(FormatOneTest.FIXTURES)) {
            if (!file.toString().endsWith(".log")) {
                assertThat(body(file)).as("%s", file).isNotEmpty();
            }
        }
    }

    /// The collections that the database's manifest names: folder and id, by name.
    private static Map<String, long[]> collections() throws IOException {
        ByteBuffer in = numbers(body(only(DATABASE, "manifest-0{18}4")));
        assertThat(in.getLong()).as("generation").isEqualTo(4);
        in.position(in.position() + 16);
        assertThat(in.getLong()).as("next folder").isEqualTo(4);
        Map<String, long[]> places = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            places.put(string(in), new long[] {in.getLong(), in.getLong()});
        }
        assertThat(in.hasRemaining()).isFalse();
        return places;
    }

    /// The id of a collection, as the database's manifest has it.
    static long id(String collection) throws IOException {
        return requireNonNull(collections().get(collection))[1];
    }

    @Test
    void theDatabasesManifestIsWhatThePageSays() throws IOException {
        Map<String, long[]> places = collections();
        assertThat(places.keySet()).containsExactly("empty", "marked", "things");
        assertThat(places.values()).extracting(place -> place[0]).containsExactly(2L, 3L, 1L);
        assertThat(places.values()).extracting(place -> place[1]).doesNotContain(0L);
    }

    @Test
    void aCollectionsManifestIsWhatThePageSays() throws IOException {
        Path collection = DATABASE.resolve("c-1");
        Path file = only(collection, "manifest-.*");
        ByteBuffer in = numbers(body(file));
        assertThat(name(read(file))).isEqualTo("collect");
        assertThat(file.getFileName().toString()).isEqualTo("manifest-%019d", in.getLong());
        assertThat(in.getLong()).as("id").isEqualTo(id("things"));
        assertThat(in.getLong()).as("sequence").isBetween(5L, 20L);
        long nextSegment = in.getLong();
        List<String> fields = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            fields.add(field(in));
        }
        assertThat(fields)
                .containsExactly(
                        ": 1, 6, metric 1, index 2 [4, 24, 0], 0",
                        "cosine: 1, 3, metric 2, index 1 [], 0",
                        "dot: 1, 2, metric 3, index 1 [], 0",
                        "manhattan: 1, 17, metric 4, index 1 [], 0");
        Map<String, Integer> indexes = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            indexes.put(string(in), (int) in.get());
        }
        assertThat(indexes).isEqualTo(Map.of("word", 1, "number", 2, "price", 3, "nested.deep", 1));
        List<String> named = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            named.addAll(segment(in, collection, nextSegment));
        }
        assertThat(in.hasRemaining()).isFalse();
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        files(collection).stream()
                                .map(path -> path.getFileName().toString())
                                .filter(name -> name.startsWith("seg-"))
                                .toList());
    }

    private static String field(ByteBuffer in) {
        String text = string(in) + ": " + in.get() + ", " + in.getInt() + ", metric " + in.get();
        byte index = in.get();
        List<Integer> parameters =
                index == 2 ? List.of(in.getInt(), in.getInt(), in.getInt()) : List.of();
        return text + ", index " + index + " " + parameters + ", " + in.get();
    }

    /// The names of a segment's files, whose lengths and checksums are those of the manifest.
    private static List<String> segment(ByteBuffer in, Path collection, long nextSegment) {
        List<String> kinds = List.of("ids", "payload", "vectors", "index", "filters-", "changes-");
        List<String> names = new ArrayList<>();
        long number = in.getLong();
        assertThat(number).isBetween(1L, nextSegment - 1);
        assertThat(in.getInt()).as("rows").isBetween(1, 60);
        for (int left = in.getInt(); left > 0; left--) {
            byte kind = in.get();
            long which = in.getLong();
            String name = "seg-" + number + "." + kinds.get(kind - 1) + (kind > 2 ? which : "");
            byte[] file = read(collection.resolve(name));
            assertThat(in.getLong()).isEqualTo(file.length);
            assertThat(in.getInt()).isEqualTo(numbers(file).getInt(file.length - 12));
            names.add(name);
        }
        return names;
    }

    /// wal.md: the records of a log file, each as `number kind`; a mark ends them.
    private static List<String> records(Path file, long owner) {
        byte[] bytes = read(file);
        ByteBuffer in = numbers(bytes);
        requireHeader(bytes);
        assertThat(name(bytes)).isEqualTo("wal");
        int number = in.getInt(20);
        assertThat(file.getFileName().toString()).isEqualTo("wal-%010d.log", number);
        long due = in.getLong(24);
        assertThat(in.getLong(32)).isEqualTo(owner);
        int key = in.getInt(40);
        assertThat(hex(bytes, 44, 16)).matches("0+");
        List<String> records = new ArrayList<>();
        int at = 64;
        while (at + 40 <= bytes.length && in.getInt(at + 8) == number) {
            int n = in.getInt(at + 4);
            int end = at + 40 + n + (-n & 7);
            CRC32C crc = new CRC32C();
            crc.update(bytes, at + 40, end - at - 40);
            crc.update(bytes, at + 4, 36);
            if ((int) crc.getValue() != in.getInt(at)) {
                break;
            }
            assertThat(in.getInt(at + 12)).isEqualTo(key);
            byte kind = in.get(at + 32);
            long sequence = in.getLong(at + 16);
            assertThat(sequence).isEqualTo(kind == 0 ? due - 1 : due);
            assertThat(in.getLong(at + 24)).isLessThan(kind == 0 ? due : sequence);
            long millis = in.getLong(at + 32) >>> 8;
            assertThat(millis).isBetween(1_700_000_000_000L, 4_000_000_000_000L);
            assertThat(hex(bytes, at + 40 + n, end - at - 40 - n)).matches("0*");
            records.add(sequence + " " + kind);
            due = sequence + 1;
            at = end;
        }
        if (at + 56 <= bytes.length) {
            records.add(in.getInt(at + 8) == number ? "torn" : "nothing");
            assertThat(hex(bytes, at + 56, bytes.length - at - 56)).matches("0*");
        }
        return records;
    }

    @Test
    void logsAreWhatThePageSays() throws IOException {
        Path things = only(DATABASE.resolve("c-1"), ".*\\.log");
        List<String> records = records(things, id("things"));
        assertThat(records.getLast()).isEqualTo("torn");
        assertThat(records.subList(0, records.size() - 1))
                .extracting(record -> record.substring(record.indexOf(' ') + 1))
                .containsExactly("1", "1", "2", "3", "3", "4", "5", "6", "7", "8");
        Path marked = only(DATABASE.resolve("c-3"), ".*\\.log");
        assertThat(records(marked, id("marked"))).containsExactly("1 1", "1 0");
    }

    /// The one write to `marked`: three points of two dimensions.
    @Test
    void theBodyOfARecordIsWhatThePageSays() throws IOException {
        byte[] bytes = read(only(DATABASE.resolve("c-3"), ".*\\.log"));
        ByteBuffer in = numbers(bytes).position(64 + 40);
        assertThat(varint(in)).as("points").isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(in.get()).as("kind of id").isEqualTo((byte) 1);
            assertThat(in.getLong()).isEqualTo(i);
            assertThat(varint(in)).as("vectors").isEqualTo(1);
            assertThat(string(in)).isEmpty();
            assertThat(in.get()).as("dense").isEqualTo((byte) 1);
            assertThat(varint(in)).as("dimension").isEqualTo(2);
            assertThat(in.getFloat()).isEqualTo(i);
            assertThat(in.getFloat()).isEqualTo(1);
            assertThat(varint(in)).as("payload fields").isZero();
        }
        assertThat(in.position()).isEqualTo(64 + 40 + numbers(bytes).getInt(64 + 4));
    }
}
