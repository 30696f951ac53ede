package io.vecdb.memory;

import io.vecdb.Interleavings;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writers and merges take memory out of one budget and give it back.
@Tag("proof")
@Param(name = "bytes", gen = IntGen.class, conf = "1:6")
public class MemoryBudgetInterleavingTest {
    private final MemoryBudget budget = new MemoryBudget(10);

    @Test
    void nothingIsTakenThatIsNotThereAndNothingGetsLost() {
        Interleavings.check(MemoryBudgetInterleavingTest.class);
    }

    @Operation
    public boolean tryTake(@Param(name = "bytes") int bytes) {
        return budget.tryTake(bytes);
    }

    @Operation
    public void take(@Param(name = "bytes") int bytes) {
        budget.take(bytes);
    }

    @Operation
    public void giveBack(@Param(name = "bytes") int bytes) {
        budget.giveBack(bytes);
    }

    @Operation
    public long used() {
        return budget.usedBytes();
    }
}
