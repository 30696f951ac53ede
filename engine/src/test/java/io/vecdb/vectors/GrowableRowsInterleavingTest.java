package io.vecdb.vectors;

import io.vecdb.Interleavings;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;

/// One thread appends, across the moments at which the block of rows is replaced by a larger one;
/// others read what they see of it.
@Tag("proof")
public class GrowableRowsInterleavingTest {
    private final GrowableRows rows = new GrowableRows(Arena.ofAuto(), 1);

    /// The first block is full but for one row.
    public GrowableRowsInterleavingTest() {
        for (int i = 0; i < 15; i++) {
            rows.append(new float[] {i});
        }
    }

    @Test
    void aViewHoldsAllRowsThatItCounts() {
        Interleavings.check(GrowableRowsInterleavingTest.class);
    }

    @Operation(nonParallelGroup = "writer")
    public int append() {
        return rows.append(new float[] {rows.view().count()});
    }

    @Operation
    public String read() {
        VectorRows view = rows.view();
        int last = view.count() - 1;
        return last + " " + view.row(last)[0] + " " + view.row(0)[0];
    }
}
