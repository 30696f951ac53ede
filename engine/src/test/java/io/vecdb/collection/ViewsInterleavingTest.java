package io.vecdb.collection;

import io.vecdb.Interleavings;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.Metric;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.MutableSegment;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

/// Readers come and go while a writer publishes, replaces the segments and closes.
@Tag("proof")
public class ViewsInterleavingTest {
    private static final MemoryBudget MEMORY = new MemoryBudget(1 << 30);
    private static final CollectionConfig CONFIG = CollectionConfig.of(1, Metric.L2);

    private final Views views = new Views("c", segments(), 0);
    private long sequence;

    private static SegmentSet segments() {
        return new SegmentSet(
                List.of(), List.of(), new MutableSegment(CONFIG, MEMORY.reservation()));
    }

    @Test
    void aReaderGetsTheNewestViewAndKeepsIt() {
        Interleavings.check(ViewsInterleavingTest.class);
    }

    @Operation(nonParallelGroup = "writer")
    public void advance() {
        views.advance(++sequence);
    }

    @Operation(nonParallelGroup = "writer")
    public void replaceSegments() {
        views.replaceSegments(segments());
    }

    @Operation(nonParallelGroup = "writer")
    public void close() {
        views.close();
    }

    @Operation
    public String read() {
        try (ReadView view = views.enter()) {
            boolean kept = views.pins(LongStream.empty()).sequences().length > 0;
            return view.sequence() + (kept && !view.isGone() ? "" : " is gone under its reader");
        } catch (DbException e) {
            return e.code().name();
        }
    }
}
