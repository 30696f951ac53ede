package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.VectorConfig;

import org.junit.jupiter.api.Test;

class WriteBufferTest {
    private static final CollectionConfig FLAT =
            CollectionConfig.of(VectorConfig.of(4, Metric.L2).withIndex(new IndexConfig.Flat()));

    @Test
    void onlyWhereEverythingIsScannedAnywayBytesAloneCount() {
        WriteBuffer buffer = new WriteBuffer(WriteBuffer.AUTOMATIC, 64 << 20);
        assertThat(buffer.points(FLAT)).isEqualTo(Integer.MAX_VALUE);
        assertThat(buffer.points(FLAT.withPayloadIndex("a", PayloadIndexType.KEYWORD)))
                .isEqualTo(WriteBuffer.SCANNED_POINTS);
        CollectionConfig graph =
                CollectionConfig.of(
                        VectorConfig.of(4, Metric.L2).withIndex(IndexConfig.Hnsw.DEFAULT));
        assertThat(buffer.points(graph)).isEqualTo(WriteBuffer.SCANNED_POINTS);
    }

    @Test
    void aNumberThatIsGivenCounts() {
        assertThat(new WriteBuffer(7, 1).points(FLAT)).isEqualTo(7);
    }

    @Test
    void changesAreWorthAFlushLongBeforeTheyAreAFifthOfWhatIsKept() {
        assertThat(new WriteBuffer(159, 1).changes()).isEqualTo(1);
        assertThat(new WriteBuffer(160, 1).changes()).isEqualTo(2);
        assertThat(new WriteBuffer(WriteBuffer.AUTOMATIC, 1).changes()).isEqualTo(103);
    }
}
