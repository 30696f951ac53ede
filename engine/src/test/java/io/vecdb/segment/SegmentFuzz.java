package io.vecdb.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.fuzz.FuzzTarget;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.payload.PayloadIndexes;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;
import io.vecdb.vectors.VectorFile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/// The body of one of a segment's files, its checksums right, beside the others as they were.
/// Everything that a segment answers is asked for.
public final class SegmentFuzz implements FuzzTarget {
    private static final int ROWS = 40;

    /// Begins with the length of the body.
    private static final int TRAILER_BYTES = 32;

    private static final long SEQUENCE = 1_000;
    private static final String[] WORDS = {"red", "green", "blue"};
    private static final MemoryBudget MEMORY = new MemoryBudget(1 << 30);
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(
                            VectorConfig.of(3, Metric.COSINE)
                                    .withIndex(new IndexConfig.Hnsw(2, 8, 10)))
                    .withPayloadIndex("color", PayloadIndexType.KEYWORD)
                    .withPayloadIndex("n", PayloadIndexType.INTEGER)
                    .withPayloadIndex("x", PayloadIndexType.FLOAT)
                    .withPayloadIndex("b", PayloadIndexType.BOOL);
    private static final List<Filter> FILTERS =
            List.of(
                    Filter.eq("color", "red"),
                    Filter.gte("n", 3).and(Filter.lt("x", 0.5)),
                    Filter.eq("b", true).or(Filter.exists("extra")),
                    Filter.not(Filter.eq("n", 2)),
                    Filter.exists("color"),
                    Filter.hasId(PointId.of(3), PointId.of("point 1")));

    private final Part part;
    private final FaultyDirectory directory = new FaultyDirectory();
    private final Folder folder = new Folder(directory, "c");
    private final SegmentEntry entry;

    /// A kind of file.
    public enum Part {
        /// Ids.
        IDS("ids"),
        /// Payloads.
        PAYLOAD("payload"),
        /// Vectors.
        VECTORS("vectors0"),
        /// The graph over them.
        INDEX("index0"),
        /// Payload indexes.
        FILTERS("filters-1"),
        /// Deletions and payload changes.
        CHANGES("changes-1");

        private final String suffix;

        Part(String suffix) {
            this.suffix = suffix;
        }

        /// What files of this kind end with.
        public String suffix() {
            return suffix;
        }

        private FileFormat format() {
            return switch (this) {
                case IDS -> IdMap.FORMAT;
                case PAYLOAD -> PayloadFile.FORMAT;
                case VECTORS -> VectorFile.FORMAT;
                case INDEX -> IndexCatalog.FORMAT;
                case FILTERS -> PayloadIndexes.FORMAT;
                case CHANGES -> new FileFormat("changes", 1);
            };
        }
    }

    /// @param part whose body the inputs are
    public SegmentFuzz(Part part) {
        this.part = part;
        entry = build();
    }

    private SegmentEntry build() {
        Random random = new Random(5);
        MutableSegment source = new MutableSegment(CONFIG, MEMORY.reservation());
        for (int i = 0; i < ROWS; i++) {
            source.insert(point(i, random), i + 1);
        }
        SealedSegment built =
                Objects.requireNonNull(
                                new SegmentBuilder(folder, CONFIG, BuildOptions.threads(1))
                                        .build(1, List.of(source), SEQUENCE))
                        .segment();
        built.delete(3, SEQUENCE + 1);
        built.delete(17, SEQUENCE + 1);
        built.putPayload(5, Value.fields(Map.of("n", 3)), SEQUENCE + 1, Pins.EVERYTHING);
        SegmentEntry revised = built.writeChanges(SEQUENCE + 1).entry();
        built.release();
        return revised;
    }

    private static Point point(int number, Random random) {
        PointId id =
                switch (number % 3) {
                    case 0 -> PointId.of(number);
                    case 1 -> PointId.of("point " + number);
                    default -> PointId.of(new UUID(number, number));
                };
        Map<String, Object> payload = new HashMap<>();
        payload.put("n", random.nextInt(5));
        payload.put("x", random.nextDouble());
        payload.put("b", random.nextBoolean());
        payload.put("color", List.of(WORDS[random.nextInt(3)], WORDS[random.nextInt(3)]));
        float[] vector = {random.nextFloat(), random.nextFloat(), 1};
        return number % 7 == 6
                ? new Point(id, Map.of(), Value.fields(payload))
                : new Point(id, Map.of("", new Vector.Dense(vector)), Value.fields(payload));
    }

    private String fileName() {
        return "seg-1." + part.suffix;
    }

    @Override
    public List<byte[]> seeds() {
        byte[] file = new SegmentFuzz(part).directory.content("c/" + fileName());
        ByteBuffer trailer = ByteBuffer.wrap(file, file.length - TRAILER_BYTES, TRAILER_BYTES);
        int bodyBytes = (int) trailer.order(ByteOrder.LITTLE_ENDIAN).getLong();
        return List.of(Arrays.copyOfRange(file, FileHeader.BYTES, FileHeader.BYTES + bodyBytes));
    }

    @Override
    public void read(byte[] input) {
        FaultyDirectory scratch = new FaultyDirectory();
        try (FileWriter out = FileWriter.create(scratch, "file", part.format())) {
            out.write(input, 0, input.length);
            out.finish();
        }
        directory.put("c/" + fileName(), scratch.content("file"));
        try {
            SealedSegment segment = SealedSegment.open(folder, entry, CONFIG, SEQUENCE + 1);
            try {
                use(segment);
            } finally {
                segment.release();
            }
        } catch (DbException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPT);
            assertThat(e).hasMessageContaining("c/" + fileName());
        }
    }

    private static void use(SealedSegment segment) {
        long now = SEQUENCE + 1;
        Segment.RowCursor cursor = segment.byId(PointId.of(2));
        int left = 2 * ROWS;
        for (int row = cursor.next(); row >= 0; row = cursor.next()) {
            assertThat(left--).isPositive();
            assertThat(segment.row(segment.id(row), now)).isLessThan(ROWS);
        }
        for (int row = 0; row < ROWS; row++) {
            assertThat(segment.payload(row, now)).isNotNull();
            float[] vector = segment.vector("", row);
            assertThat(vector == null || vector.length == 3).isTrue();
        }
        for (Filter filter : FILTERS) {
            assertThat(segment.matching(filter, "", now).cardinality()).isBetween(0, ROWS);
        }
        SearchableField field = segment.field("", now);
        IndexQuery query = new IndexQuery(new float[] {1, 0, 0}, 5, 6);
        assertThat(field.index().search(query, segment.visible("", now)).size()).isBetween(0, 5);
        assertThat(field.scan().search(query, segment.visible("", now)).size()).isBetween(0, 5);
    }
}
