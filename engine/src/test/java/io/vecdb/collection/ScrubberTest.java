package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Include;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Value;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.Pins;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.segment.SegmentEntry;
import io.vecdb.segment.Successor;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;
import io.vecdb.storage.LocalDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

@SuppressWarnings("NullAway.Init") // opened before each test
class ScrubberTest {
    private static final CollectionConfig CONFIG = CollectionConfig.of(64, Metric.L2);
    private static final int COUNT = 1_000;
    private static final Scrubber.Pace FAST = new Scrubber.Pace(1L << 40, Duration.ofDays(1));

    @TempDir Path root;

    private Directory directory;
    private Folder folder;
    private SealedSegment segment;
    private Views views;
    private List<Damage> rest = List.of();
    private Scrubber scrubber;

    @BeforeEach
    void open() {
        directory = LocalDirectory.open(root);
        folder = new Folder(directory, "c-1");
        segment = SealedSegment.open(folder, write(), CONFIG, COUNT + 1);
        MutableSegment active =
                new MutableSegment(CONFIG, new MemoryBudget(1L << 30).reservation());
        SegmentSet segments = new SegmentSet(List.of(segment), List.of(), active);
        segment.release();
        active.release();
        views = new Views("points", segments, COUNT + 1);
        scrubber = new Scrubber(this::subjects, FAST);
    }

    private List<Scrubber.Subject> subjects() {
        return List.of(new Scrubber.Subject(views, () -> rest));
    }

    @AfterEach
    void close() {
        scrubber.close();
        views.close();
        directory.close();
    }

    private SegmentEntry write() {
        MutableSegment memory =
                new MutableSegment(CONFIG, new MemoryBudget(1L << 30).reservation());
        for (int i = 0; i < COUNT; i++) {
            float[] vector = new float[64];
            vector[i % 64] = i;
            memory.insert(Point.of(i, vector).with("number", i), i + 1);
        }
        Successor successor =
                new SegmentBuilder(folder, CONFIG, BuildOptions.threads(1))
                        .build(1, List.of(memory), COUNT);
        if (successor == null) {
            throw new AssertionError("there are rows");
        }
        SealedSegment built = successor.segment();
        memory.release();
        assertThat(filesOf(built)).allMatch(ScrubberTest::isVerified);
        built.putPayload(8, Map.of("word", Value.of("new")), COUNT + 1, Pins.EVERYTHING);
        SegmentEntry entry = built.writeChanges(COUNT + 1).entry();
        built.release();
        return entry;
    }

    private static List<FileReader> filesOf(SealedSegment segment) {
        List<FileReader> all = new ArrayList<>();
        segment.readFiles(all::addAll);
        return all;
    }

    private static boolean isVerified(FileReader file) {
        return file.body().isVerified();
    }

    private void damage(String kind, long at) {
        try (FileChannel file =
                FileChannel.open(
                        root.resolve("c-1/seg-1." + kind),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThat(file.read(one, at)).isEqualTo(1);
            one.put(0, (byte) (one.get(0) ^ 4)).flip();
            assertThat(file.write(one, at)).isEqualTo(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWasNotUsedYetIsVerified() {
        assertThat(filesOf(segment)).anyMatch(file -> !isVerified(file));
        scrubber.pass(false);
        assertThat(filesOf(segment)).allMatch(ScrubberTest::isVerified);
        assertThat(scrubber.damages()).isEmpty();
    }

    @Test
    void damageIsFoundOnceAndTheRestIsVerified() {
        damage("vectors0", 64 + (1 << 16) + 7);
        for (int time = 0; time < 3; time++) {
            scrubber.pass(time == 1);
            assertThat(scrubber.damages())
                    .extracting(Damage::file, Damage::offset)
                    .containsExactly(tuple("c-1/seg-1.vectors0", 64L + (1 << 16)));
        }
        assertThat(filesOf(segment).stream().filter(file -> !isVerified(file))).hasSize(1);
    }

    @Test
    void aBlockThatGoesBadIsFoundWhenEverythingIsReadAndReportedToItsReaders() {
        scrubber.pass(false);
        damage("payload", 64 + 5);
        scrubber.pass(false);
        assertThat(scrubber.damages()).isEmpty();
        assertThat(failureToRead(0)).isEqualTo(ErrorCode.CORRUPT);
    }

    private ErrorCode failureToRead(int row) {
        scrubber.pass(true);
        assertThat(scrubber.damages()).extracting(Damage::offset).containsExactly(64L);
        try (ReadView view = views.enter()) {
            PointReader points = new PointReader(view.sequence());
            return assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> points.read(segment, row, Include.EVERYTHING))
                    .actual()
                    .code();
        }
    }

    @Test
    void damageThatIsGoneIsForgottenWhenEverythingIsRead() {
        damage("vectors0", 2_000);
        scrubber.pass(false);
        assertThat(scrubber.damages()).hasSize(1);
        damage("vectors0", 2_000);
        scrubber.pass(true);
        assertThat(scrubber.damages()).isEmpty();
    }

    @Test
    void headersAndChangesAreReadWithEverything() {
        damage("index0", 20);
        damage("changes-1", 70);
        scrubber.pass(false);
        assertThat(scrubber.damages()).isEmpty();
        scrubber.pass(true);
        assertThat(scrubber.damages())
                .extracting(Damage::file)
                .containsExactly("c-1/seg-1.index0", "c-1/seg-1.changes-1");
    }

    @Test
    void manifestAndLogAreReadWithEverythingUnlessTheCollectionIsGone() {
        rest = List.of(new Damage("c-1/manifest-1", 7, "it was damaged"));
        scrubber.pass(false);
        assertThat(scrubber.damages()).isEmpty();
        scrubber.pass(true);
        assertThat(scrubber.damages()).isEqualTo(rest);
        rest = List.of();
        scrubber.pass(true);
        assertThat(scrubber.damages()).isEmpty();
        rest = List.of(new Damage("c-1", 0, "it holds no manifest"));
        views.close();
        scrubber.pass(true);
        assertThat(scrubber.damages()).isEmpty();
    }

    @Test
    void aClosedCollectionAndAMergedSegmentAreLeftAlone() {
        segment.retain();
        segment.discard();
        scrubber.pass(false);
        assertThat(filesOf(segment)).anyMatch(file -> !isVerified(file));
        views.close();
        scrubber.pass(true);
        assertThat(scrubber.damages()).isEmpty();
        segment.release();
    }

    @Test
    void theRateIsBounded() {
        Scrubber.Pace pace = new Scrubber.Pace(1_000, Duration.ofDays(1));
        assertThat(pace.pauseNanos(500, 0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(pace.pauseNanos(500, TimeUnit.MILLISECONDS.toNanos(200)))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(pace.pauseNanos(500, TimeUnit.SECONDS.toNanos(9))).isZero();
        assertThat(pace.pauseNanos(1L << 50, 0)).isPositive();
    }

    @Test
    void closingEndsAPauseAndLeavesNoReference() {
        Scrubber slow = new Scrubber(this::subjects, new Scrubber.Pace(1, FAST.interval()));
        slow.start();
        slow.close();
        views.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> segment.id(0));
    }
}
