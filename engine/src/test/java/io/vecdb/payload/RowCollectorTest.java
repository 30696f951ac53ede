package io.vecdb.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roaringbitmap.RoaringBitmap;

import java.util.Random;

class RowCollectorTest {
    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "64,64", "65,3", "1000,5", "1000,900", "200000,100", "200000,150000"})
    void rowsMayComeInAnyOrderAndTwice(int rowCount, int adds) {
        Random random = new Random(rowCount);
        RowCollector collector = new RowCollector(rowCount, adds);
        RoaringBitmap expected = new RoaringBitmap();
        for (int i = 0; i < adds; i++) {
            int row = i == 0 ? rowCount - 1 : random.nextInt(rowCount);
            collector.add(row);
            expected.add(row);
        }
        assertThat(collector.toBitmap()).isEqualTo(expected);
    }
}
