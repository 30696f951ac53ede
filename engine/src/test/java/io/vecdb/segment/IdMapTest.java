package io.vecdb.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.PointId;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.LocalDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

class IdMapTest {
    @TempDir Path folder;

    @Test
    void findsEveryIdInBothDirectionsAndInOrder() {
        Random random = new Random(11);
        Set<PointId> distinct = new LinkedHashSet<>();
        distinct.add(PointId.of(0));
        distinct.add(PointId.of(-1));
        distinct.add(PointId.of(Long.MIN_VALUE));
        distinct.add(PointId.of(new UUID(0, 0)));
        distinct.add(PointId.of(new UUID(-1, -1)));
        distinct.add(PointId.of("😀"));
        distinct.add(PointId.of("\uffee"));
        for (int i = 0; i < 500; i++) {
            distinct.add(PointId.of(random.nextLong()));
            distinct.add(PointId.of(new UUID(random.nextLong(), random.nextLong())));
            distinct.add(PointId.of("id-" + random.nextInt(10_000) + "ä".repeat(i % 5)));
        }
        List<PointId> ids = new ArrayList<>(distinct);
        Collections.shuffle(ids, random);
        check(ids, random);
    }

    @Test
    void worksWithOneKindOnlyAndWithNone() {
        check(List.of(), new Random(1));
        check(List.of(PointId.of("a"), PointId.of("B")), new Random(1));
        check(List.of(PointId.of(9), PointId.of(7)), new Random(1));
        check(List.of(PointId.of(new UUID(3, -4)), PointId.of(new UUID(-3, 4))), new Random(1));
    }

    @Test
    void textsStandInTheOrderOfTheirBytes() {
        List<PointId> ids = new ArrayList<>();
        for (String text : List.of("a", "z", "ä", "ſ", "\u07ff", "\u0800", "\uffee", "😀")) {
            ids.add(PointId.of(text));
            ids.add(PointId.of(text + "\u0000"));
            ids.add(PointId.of(text + "a"));
            ids.add(PointId.of(text + text));
        }
        Collections.shuffle(ids, new Random(5));
        check(ids.subList(0, 16), ids);
    }

    private void check(List<PointId> ids, Random random) {
        List<PointId> others = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            others.add(
                    i % 2 == 0
                            ? PointId.of("absent-" + random.nextInt())
                            : PointId.of(new UUID(random.nextLong(), i)));
        }
        others.add(PointId.of(random.nextLong()));
        check(ids, others);
    }

    private void check(List<PointId> ids, List<PointId> others) {
        String name = "ids-" + ids.hashCode();
        try (Directory directory = LocalDirectory.open(folder)) {
            try (FileWriter out = FileWriter.create(directory, name, IdMap.FORMAT)) {
                IdMap.write(out, ids);
                out.finish();
            }
            try (FileReader file = FileReader.open(directory, name, IdMap.FORMAT)) {
                IdMap map = IdMap.open(file, ids.size());
                assertThat(map.count()).isEqualTo(ids.size());
                List<PointId> sorted = ids.stream().sorted().toList();
                for (int row = 0; row < ids.size(); row++) {
                    assertThat(map.row(ids.get(row))).isEqualTo(row);
                    assertThat(map.id(row)).isEqualTo(ids.get(row));
                    assertThat(map.idAt(row)).isEqualTo(sorted.get(row));
                    assertThat(map.rowAt(row)).isEqualTo(ids.indexOf(sorted.get(row)));
                }
                for (PointId other : others) {
                    assertThat(map.row(other)).isEqualTo(ids.indexOf(other));
                    long less = sorted.stream().filter(id -> id.compareTo(other) < 0).count();
                    assertThat(map.ceilingRank(other)).isEqualTo((int) less);
                }
            }
        }
    }
}
