package io.vecdb.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class DeletionsTest {
    @Test
    void answersAsOfAnyWrite() {
        Random random = new Random(5);
        Deletions deletions = new Deletions();
        Map<Integer, Long> model = new HashMap<>();
        long sequence = 1;
        for (int i = 0; i < 2_000; i++) {
            int row = random.nextInt(20_000);
            sequence += random.nextInt(3);
            if (model.putIfAbsent(row, sequence) == null) {
                deletions.delete(row, sequence);
            }
        }
        for (long at = 0; at <= sequence + 1; at += 37) {
            long then = at;
            assertThat(deletions.count(then))
                    .isEqualTo((int) model.values().stream().filter(s -> s <= then).count());
            assertThat(deletions.count(then, row -> row % 2 == 0))
                    .isEqualTo(
                            (int)
                                    model.entrySet().stream()
                                            .filter(e -> e.getValue() <= then)
                                            .filter(e -> e.getKey() % 2 == 0)
                                            .count());
        }
        long middle = sequence / 2;
        for (int row = 0; row < 25_000; row++) {
            Long deletedAt = model.get(row);
            assertThat(deletions.contains(row, middle))
                    .isEqualTo(deletedAt != null && deletedAt <= middle);
        }
        long upTo = sequence - 10;
        List<Integer> between = new ArrayList<>();
        deletions.forEachBetween(
                middle,
                upTo,
                (row, at) -> {
                    assertThat(model).containsEntry(row, at);
                    between.add(row);
                });
        assertThat(between)
                .hasSize(deletions.count(upTo) - deletions.count(middle))
                .doesNotHaveDuplicates();
    }
}
