package io.vecdb.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Progress;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.api.VerifyReport;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.payload.PayloadIndexes;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileStamp;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

class SegmentCheckTest {
    private static final int COUNT = 3_000;
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(
                            VectorConfig.of(20, Metric.COSINE)
                                    .withIndex(new IndexConfig.Hnsw(4, 20, 0)))
                    .withPayloadIndex("word", PayloadIndexType.KEYWORD)
                    .withPayloadIndex("number", PayloadIndexType.INTEGER)
                    .withPayloadIndex("flag", PayloadIndexType.BOOL);

    private final FaultyDirectory directory = new FaultyDirectory();
    private final Folder folder = new Folder(directory, "c-1");

    /// Writes a segment with some changes.
    private SegmentEntry write() {
        MutableSegment memory =
                new MutableSegment(CONFIG, new MemoryBudget(1L << 30).reservation());
        Random random = new Random(1);
        for (int i = 0; i < COUNT; i++) {
            float[] vector = new float[20];
            for (int j = 0; j < 20; j++) {
                vector[j] = random.nextFloat() - 0.5f;
            }
            PointId id =
                    switch (i % 3) {
                        case 0 -> PointId.of(i);
                        case 1 -> PointId.of(new UUID(i, i));
                        default -> PointId.of("id-" + i);
                    };
            memory.insert(
                    Point.of(id, Vector.of(vector))
                            .with("word", "word " + i % 50)
                            .with("number", i % 70)
                            .with("flag", i % 2 == 0)
                            .with("text", "a text that makes the file longer ".repeat(3)),
                    i + 1);
        }
        SegmentBuilder builder = new SegmentBuilder(folder, CONFIG, BuildOptions.threads(1));
        Successor successor = builder.build(7, List.of(memory), COUNT);
        if (successor == null) {
            throw new AssertionError("there are rows");
        }
        SealedSegment built = successor.segment();
        memory.release();
        built.delete(5, COUNT + 1);
        built.putPayload(8, Map.of("word", Value.of("new")), COUNT + 2, Pins.EVERYTHING);
        SegmentEntry entry = built.writeChanges(COUNT + 2).entry();
        built.release();
        return entry;
    }

    private VerifyReport verify(SegmentEntry entry) {
        return SegmentCheck.run(folder, entry, CONFIG, Progress.NONE);
    }

    private void damage(String file, int at) {
        byte[] bytes = directory.content("c-1/seg-7." + file);
        bytes[at] ^= 0x20;
        directory.put("c-1/seg-7." + file, bytes);
    }

    @Test
    void aSoundSegmentIsReadToTheLastByte() {
        SegmentEntry entry = write();
        long bytes = 0;
        for (String file : entry.fileNames()) {
            bytes += directory.content("c-1/" + file).length;
        }
        VerifyReport report = verify(entry);
        assertThat(report.damages()).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.files()).isEqualTo(6);
        assertThat(report.bytes()).isEqualTo(bytes);
    }

    @Test
    void progressGrowsToTheEndAndMayGiveUp() {
        SegmentEntry entry = write();
        List<Long> left = new ArrayList<>();
        var _ = SegmentCheck.run(folder, entry, CONFIG, (done, total) -> left.add(total - done));
        assertThat(left).isSortedAccordingTo((a, b) -> Long.compare(b, a)).endsWith(0L);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        SegmentCheck.run(
                                folder,
                                entry,
                                CONFIG,
                                (done, total) -> {
                                    throw new IllegalStateException("enough");
                                }));
    }

    @Test
    void everyDamagedBlockOfEveryFileIsListed() {
        SegmentEntry entry = write();
        damage("payload", 64 + 1);
        damage("payload", 64 + (1 << 16) + 1);
        damage("vectors0", 64 + (1 << 16));
        damage("index0", 64 + 1_000);
        damage("ids", 64 + 100);
        damage("filters-1", 64 + 10);
        assertThat(verify(entry).damages())
                .extracting(Damage::file, Damage::offset)
                .containsExactlyInAnyOrder(
                        at("payload", 64),
                        at("payload", 64 + (1 << 16)),
                        at("vectors0", 64 + (1 << 16)),
                        at("index0", 64),
                        at("ids", 64),
                        at("filters-1", 64));
    }

    private static Tuple at(String file, long offset) {
        return tuple("c-1/seg-7." + file, offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "payload", "vectors0", "index0", "filters-1", "changes-1"})
    void aFileThatCannotBeOpenedIsListed(String kind) throws IOException {
        SegmentEntry entry = write();
        damage(kind, 3);
        assertThat(verify(entry).damages())
                .extracting(Damage::file, Damage::finding)
                .containsExactly(
                        tuple(
                                "c-1/seg-7." + kind,
                                "File 'c-1/seg-7."
                                        + kind
                                        + "' cannot be read: it is not a VecDB file."));
        damage(kind, 3);
        damage(kind, 20);
        assertThat(verify(entry).damages())
                .extracting(Damage::file, Damage::offset)
                .containsExactly(at(kind, 0));
        directory.delete("c-1/seg-7." + kind);
        assertThat(verify(entry).damages())
                .extracting(Damage::file, Damage::finding)
                .containsExactly(tuple("c-1/seg-7." + kind, "the file is missing"));
    }

    @Test
    void changesOfARowTwiceAreListed() {
        byte[] twice = {2, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0};
        SegmentEntry entry = replace(write(), "changes-1", new FileFormat("changes", 1), twice);
        assertThat(verify(entry).damages())
                .extracting(Damage::finding)
                .containsExactly("it changes row 9 twice");
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> SealedSegment.open(folder, entry, CONFIG, COUNT + 2))
                .withMessageContaining("it changes row 9 twice");
    }

    /// Bytes that are wrong although their checksums are right.
    @ParameterizedTest
    @CsvSource({"ids, 150", "payload, 50", "vectors0, 1", "index0, 120", "filters-1, 150"})
    void wrongBytesUnderRightChecksumsAreFoundOrHarmlessToVerification(String kind, int found) {
        SegmentEntry entry = write();
        FileFormat format =
                switch (kind) {
                    case "ids" -> IdMap.FORMAT;
                    case "payload" -> PayloadFile.FORMAT;
                    case "index0" -> IndexCatalog.FORMAT;
                    case "filters-1" -> PayloadIndexes.FORMAT;
                    default -> io.vecdb.vectors.VectorFile.FORMAT;
                };
        byte[] sound;
        try (FileReader file = folder.open("seg-7." + kind, format)) {
            sound = file.body().verified().toArray(ValueLayout.JAVA_BYTE);
        }
        Random random = new Random(2);
        int noticed = 0;
        for (int trial = 0; trial < 200; trial++) {
            byte[] wrong = sound.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) (1 + random.nextInt(255));
            noticed += verify(replace(entry, kind, format, wrong)).isSound() ? 0 : 1;
        }
        assertThat(noticed).as("noticed of 200").isGreaterThanOrEqualTo(found);
    }

    /// Puts a file in the place of another.
    ///
    /// @return an entry that names it
    private SegmentEntry replace(SegmentEntry entry, String kind, FileFormat format, byte[] body) {
        try {
            directory.delete("c-1/seg-7." + kind);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (FileWriter out = folder.create("seg-7." + kind, format)) {
            out.write(body, 0, body.length);
            FileStamp stamp = out.finish();
            return new SegmentEntry(
                    entry.number(),
                    entry.rowCount(),
                    entry.files().stream()
                            .map(file ->
                                    file.name(7).equals("seg-7." + kind)
                                            ? new SegmentFile(file.kind(), file.number(), stamp)
                                            : file)
                            .toList());
        }
    }
}
