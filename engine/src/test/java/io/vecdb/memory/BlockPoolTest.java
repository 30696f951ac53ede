package io.vecdb.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;

class BlockPoolTest {
    private final BlockPool pool = new BlockPool(1_000);

    @Test
    void aBlockThatWasGivenBackIsUsedAgain() {
        BlockPool.Block first = pool.take(600);
        assertThat(first.bytes().byteSize()).isEqualTo(600);
        assertThat(first.bytes().address() % 64).isZero();
        assertThat(pool.spareBytes()).isZero();
        pool.giveBack(first);
        assertThat(pool.spareBytes()).isEqualTo(600);
        assertThat(pool.take(500)).isSameAs(first);
        assertThat(pool.spareBytes()).isZero();
        assertThat(pool.takeSpare(500)).isNull();
    }

    @Test
    void aBlockIsNotUsedForMuchLessThanItHolds() {
        pool.giveBack(pool.take(800));
        assertThat(pool.takeSpare(100)).isNull();
        assertThat(pool.takeSpare(801)).isNull();
        assertThat(pool.takeSpare(200)).isNotNull();
    }

    @Test
    void noMoreIsKeptThanItMay() {
        BlockPool.Block a = pool.take(600);
        BlockPool.Block b = pool.take(600);
        pool.giveBack(a);
        pool.giveBack(b);
        assertThat(pool.spareBytes()).isEqualTo(600);
        requireFreed(b);
        assertThat(pool.take(600)).isSameAs(a);
    }

    @Test
    void closingFreesWhatIsSpareAndLaterWhatIsGivenBack() {
        BlockPool.Block spare = pool.take(100);
        BlockPool.Block lent = pool.take(200);
        pool.giveBack(spare);
        pool.close();
        requireFreed(spare);
        assertThat(lent.bytes().get(ValueLayout.JAVA_BYTE, 0)).isZero();
        pool.giveBack(lent);
        requireFreed(lent);
        assertThat(pool.spareBytes()).isZero();
    }

    @Test
    void aBudgetKeepsASixteenthOfItselfAtMost() {
        try (MemoryBudget budget = new MemoryBudget(16_000)) {
            BlockPool blocks = budget.blocks();
            blocks.giveBack(blocks.take(1_001));
            assertThat(blocks.spareBytes()).isZero();
            blocks.giveBack(blocks.take(1_000));
            assertThat(blocks.spareBytes()).isEqualTo(1_000);
        }
    }

    private static void requireFreed(BlockPool.Block block) {
        assertThatThrownBy(() -> block.bytes().get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
    }
}
