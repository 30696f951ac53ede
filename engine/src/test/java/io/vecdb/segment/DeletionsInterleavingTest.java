package io.vecdb.segment;

import io.vecdb.Interleavings;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

/// One thread deletes and publishes, others read as of what was published.
@Tag("proof")
@Param(name = "row", gen = IntGen.class, conf = "0:3")
public class DeletionsInterleavingTest {
    /// Two rows in the first block, two in others, so that the table of blocks grows.
    private static final int[] ROWS = {0, 1, 5_000, 9_000};

    private final Deletions deletions = new Deletions();
    private long sequence;
    private volatile long published;

    @Test
    void readersSeeExactlyWhatWasPublished() {
        Interleavings.check(DeletionsInterleavingTest.class);
    }

    /// Deletes a row, unless it is deleted.
    @Operation(nonParallelGroup = "writer")
    public long delete(@Param(name = "row") int row) {
        if (!deletions.contains(ROWS[row], sequence)) {
            deletions.delete(ROWS[row], ++sequence);
            published = sequence;
        }
        return sequence;
    }

    @Operation
    public boolean contains(@Param(name = "row") int row) {
        return deletions.contains(ROWS[row], published);
    }

    @Operation
    public String rows() {
        long then = published;
        return deletions.count(then) + " " + Arrays.toString(deletions.rows(then));
    }
}
