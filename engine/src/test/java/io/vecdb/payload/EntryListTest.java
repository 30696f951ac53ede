package io.vecdb.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

class EntryListTest {
    private record Entry(long key, int row) {}

    @ParameterizedTest
    @CsvSource({"0,64", "1,64", "2,1", "1000,0", "1000,3", "1000,20", "5000,64"})
    void entriesAreSortedByKeyThenRowAndKeptOnceInARow(int rowCount, int keyBits) {
        Random random = new Random(keyBits);
        EntryList list = new EntryList();
        List<Entry> model = new ArrayList<>();
        for (int row = 0; row < rowCount; row++) {
            TreeSet<Long> keys = new TreeSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                long key = keyBits == 0 ? 7 : random.nextLong() >> (64 - keyBits);
                keys.add(key);
                list.add(key, row);
            }
            assertThat(list.endRow()).isEqualTo(keys.size());
            for (long key : keys) {
                model.add(new Entry(key, row));
            }
        }
        model.sort(Comparator.comparingLong(Entry::key).thenComparingInt(Entry::row));
        list.sort();
        List<Entry> sorted = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            sorted.add(new Entry(list.key(i), list.row(i)));
            assertThat(list.startsKey(i))
                    .isEqualTo(i == 0 || list.key(i) != sorted.get(i - 1).key());
        }
        assertThat(sorted).isEqualTo(model);
    }
}
