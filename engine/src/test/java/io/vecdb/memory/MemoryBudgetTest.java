package io.vecdb.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(1_000);

    @Test
    void whatDoesNotFitIsRefusedAndTakesNothing() {
        Reservation held = budget.reservation();
        held.grow(900, "The first");
        assertThatThrownBy(() -> held.grow(101, "The second"))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
                .hasMessageStartingWith("The second needs about 1,001 bytes")
                .hasMessageContaining("may use 1,000, of which 900 are taken");
        assertThat(held.bytes()).isEqualTo(900);
        assertThat(held.tryGrow(100)).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(1_000);
    }

    @Test
    void whatIsClosedComesBack() {
        Reservation a = budget.reservation();
        a.grow(600, "a");
        try (Reservation b = budget.reservation()) {
            b.force(600);
            assertThat(budget.usedBytes()).isEqualTo(1_200);
            assertThat(a.tryGrow(1)).isFalse();
        }
        assertThat(budget.usedBytes()).isEqualTo(600);
        a.set(10);
        assertThat(budget.usedBytes()).isEqualTo(10);
        a.close();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void threadsNeverTakeMoreThanThereIs() throws InterruptedException {
        MemoryBudget shared = new MemoryBudget(1_000);
        List<Reservation> held = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Reservation mine = shared.reservation();
            held.add(mine);
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int n = 0; n < 1_000; n++) {
                                    boolean _ = mine.tryGrow(1);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(held.stream().mapToLong(Reservation::bytes).sum()).isEqualTo(1_000);
        assertThat(shared.usedBytes()).isEqualTo(1_000);
    }

    @Test
    void largerValuesCountForMore() {
        long small = HeapSize.of(Value.fields(Map.of("a", "x")));
        long large = HeapSize.of(Value.fields(Map.of("a", "x".repeat(1_000))));
        assertThat(HeapSize.of(Map.of())).isZero();
        assertThat(large - small).isEqualTo(999);
        assertThat(HeapSize.of(PointId.of("a long id of a point")))
                .isGreaterThan(HeapSize.of(PointId.of(7)));
    }
}
