package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodingBuffersTest {
    private final EncodingBuffers buffers = new EncodingBuffers();

    @Test
    void aBufferThatIsUsedAgainHoldsTheNextOperationOnly() {
        for (int bytes : new int[] {100_000, 50, 20_000}) {
            try (EncodingBuffers.Lent lent = buffers.encode(Operations.marked("x", bytes))) {
                assertThat(lent.operation().body())
                        .isEqualTo(OperationCodec.encode(Operations.marked("x", bytes)).body());
                assertThat(buffers.spareBytes()).isZero();
            }
            assertThat(buffers.spareBytes()).isGreaterThanOrEqualTo(100_000);
        }
    }

    @Test
    void twoBuffersAreKeptAndNoLargeOnes() {
        try (EncodingBuffers.Lent a = buffers.encode(Operations.marked("a", 10));
                EncodingBuffers.Lent b = buffers.encode(Operations.marked("b", 10));
                EncodingBuffers.Lent c = buffers.encode(Operations.marked("c", 10))) {
            assertThat(a.operation().content()).isNotSameAs(b.operation().content());
            assertThat(c.operation().content()).isNotSameAs(b.operation().content());
        }
        assertThat(buffers.spareBytes()).isBetween(1L, 2L * 1_024);
        EncodingBuffers fresh = new EncodingBuffers();
        fresh.encode(Operations.marked("large", 5 << 20)).close();
        assertThat(fresh.spareBytes()).isZero();
    }
}
