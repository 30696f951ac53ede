package io.vecdb.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.memory.MemoryBudget;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicReference;

class GrowableRowsTest {
    private static float[] values(int row) {
        return new float[] {row, row + 0.5f, -row};
    }

    @Test
    void keepsWhatWasAppended() {
        GrowableRows rows = new GrowableRows(Arena.ofAuto(), 3);
        for (int row = 0; row < 1_000; row++) {
            assertThat(rows.append(values(row))).isEqualTo(row);
        }
        VectorRows view = rows.view();
        assertThat(view.count()).isEqualTo(1_000);
        for (int row = 0; row < 1_000; row++) {
            assertThat(view.row(row)).containsExactly(values(row));
        }
    }

    @Test
    void anOlderViewStaysAsItWas() {
        GrowableRows rows = new GrowableRows(Arena.ofAuto(), 3);
        VectorRows empty = rows.view();
        rows.append(values(7));
        VectorRows one = rows.view();
        for (int row = 1; row < 100; row++) {
            rows.append(values(row));
        }
        assertThat(empty.count()).isZero();
        assertThat(one.count()).isEqualTo(1);
        assertThat(one.row(0)).containsExactly(values(7));
    }

    @Test
    void rowsArePaddedWithZeros() {
        GrowableRows rows = new GrowableRows(Arena.ofAuto(), 3);
        rows.append(values(1));
        rows.append(values(2));
        VectorRows view = rows.view();
        assertThat(view.strideBytes()).isEqualTo(64);
        assertThat(view.segment().address() % 64).isZero();
        for (long at = 12; at < 64; at += 4) {
            assertThat(view.segment().get(VectorRows.FLOAT, at)).isZero();
        }
    }

    @Test
    void readersSeeWholeRowsWhileAnotherThreadAppends() throws InterruptedException {
        GrowableRows rows = new GrowableRows(Arena.ofAuto(), 3);
        AtomicReference<String> wrong = new AtomicReference<>("");
        Thread reader =
                new Thread(() -> {
                    int count = 0;
                    while (count < 20_000) {
                        VectorRows view = rows.view();
                        count = view.count();
                        if (count > 0 && view.row(count - 1)[0] != count - 1) {
                            wrong.set("row " + (count - 1));
                        }
                    }
                });
        reader.start();
        for (int row = 0; row < 20_000; row++) {
            rows.append(values(row));
        }
        reader.join();
        assertThat(wrong.get()).isEmpty();
    }

    @Test
    void largeBlocksComeFromThePoolAndGoBackWhateverStoodThere() {
        int rowCount = 20_000;
        try (MemoryBudget budget = new MemoryBudget(1L << 30)) {
            for (int turn = 0; turn < 2; turn++) {
                try (Arena arena = Arena.ofShared();
                        GrowableRows rows = new GrowableRows(arena, budget.blocks(), 3, rowCount)) {
                    for (int row = 0; row < rowCount; row++) {
                        rows.append(values(row + turn));
                    }
                    assertThat(budget.blocks().spareBytes()).isZero();
                    assertThat(rows.bytes()).isBetween(rowCount * 64L, rowCount * 64L * 9 / 8);
                    VectorRows view = rows.view();
                    for (int row = 0; row < rowCount; row++) {
                        assertThat(view.row(row)).containsExactly(values(row + turn));
                        assertThat(view.segment().get(VectorRows.FLOAT, view.rowOffset(row) + 12))
                                .isZero();
                    }
                    view.segment().fill((byte) 7);
                }
                assertThat(budget.blocks().spareBytes()).isEqualTo(rowCount * 64L);
            }
        }
    }

    @Test
    void anExpectationMayBeWrong() {
        try (MemoryBudget budget = new MemoryBudget(1L << 30);
                Arena arena = Arena.ofShared();
                GrowableRows rows = new GrowableRows(arena, budget.blocks(), 3, 100)) {
            for (int row = 0; row < 40_000; row++) {
                rows.append(values(row));
            }
            assertThat(rows.view().row(39_999)).containsExactly(values(39_999));
            assertThat(rows.view().row(0)).containsExactly(values(0));
        }
    }

    @Test
    void aRowOfAnotherDimensionIsRefused() {
        assertThatThrownBy(() -> new GrowableRows(Arena.ofAuto(), 3).append(new float[4]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowsInTheHeapAreRefused() {
        assertThatThrownBy(() ->
                        new VectorRows(
                                java.lang.foreign.MemorySegment.ofArray(new float[64]), 0, 1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heap");
    }
}
