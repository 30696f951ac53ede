package io.vecdb.collection;

import io.vecdb.Interleavings;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.SealedSegment;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.Folder;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Readers look into a sealed segment while a merge takes it away and the collection is closed: its
/// files stay mapped until the last of them has left.
@Tag("proof")
public class SegmentReferencesInterleavingTest {
    private static final MemoryBudget MEMORY = new MemoryBudget(1 << 30);
    private static final CollectionConfig CONFIG = CollectionConfig.of(1, Metric.L2);
    private static final Shard.Environment ENVIRONMENT =
            new Shard.Environment(
                    BuildOptions.threads(1),
                    new WriteBuffer(10, 1 << 20),
                    new SteppedExecutor().threads());
    private static final Directory DISK = diskWithOnePoint();
    private static final long ID = Databases.idOf(DISK, "c");

    private final Views views;
    private boolean replaced;

    /// One view of one sealed segment.
    public SegmentReferencesInterleavingTest() {
        List<SealedSegment> sealed =
                SegmentStore.open(new Folder(DISK, "c-1"), ID, ENVIRONMENT).openSegments();
        views = new Views("c", segments(sealed), 1);
        sealed.forEach(SealedSegment::release);
    }

    private static Directory diskWithOnePoint() {
        FaultyDirectory disk = new FaultyDirectory();
        try (Database database = Databases.open(disk, 10)) {
            Collection collection = database.createCollection("c", CONFIG);
            collection.upsert(List.of(Point.of(7, 1)));
        }
        return disk;
    }

    private static SegmentSet segments(List<SealedSegment> sealed) {
        return new SegmentSet(sealed, List.of(), new MutableSegment(CONFIG, MEMORY.reservation()));
    }

    @Test
    void filesStayMappedUntilTheLastReaderHasLeft() {
        Interleavings.check(SegmentReferencesInterleavingTest.class);
    }

    /// As a merge of which nothing is left.
    @Operation(nonParallelGroup = "writer")
    public void merge() {
        if (!replaced) {
            replaced = true;
            views.replaceSegments(segments(List.of()));
        }
    }

    @Operation(nonParallelGroup = "writer")
    public void close() {
        views.close();
    }

    @Operation
    public String read() {
        try (ReadView view = views.enter()) {
            SegmentSet.Place place = view.segments().find(PointId.of(7), view.sequence());
            return place == null ? "merged" : place.segment().id(place.row()).toString();
        } catch (DbException e) {
            return e.code().name();
        }
    }
}
