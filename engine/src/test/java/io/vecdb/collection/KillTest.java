package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.Include;
import io.vecdb.api.Page;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Scroll;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Kills a writing process with SIGKILL again and again. After each kill, what every acknowledged
/// batch wrote must be there; a batch that was begun and not acknowledged may be there as a whole
/// or not at all.
class KillTest {
    private static final int CYCLES = Integer.getInteger("vecdb.kill.cycles", 10);
    private static final long DELETED = -1;

    @TempDir Path folder;

    /// What each id must have: the stamp of its last acknowledged write, or [#DELETED].
    private final Map<Long, Long> acknowledged = new HashMap<>();

    /// By writer the batch that was begun and not acknowledged.
    private final Map<String, Batch> begun = new HashMap<>();

    private record Batch(boolean delete, long stamp, List<Long> ids) {
        /// `upsert 1000000001 [3, 5, 7]`
        static Batch parse(String text) {
            String[] parts = text.split(" ", 3);
            List<Long> ids =
                    Arrays.stream(parts[2].substring(1, parts[2].length() - 1).split(", "))
                            .map(Long::valueOf)
                            .toList();
            return new Batch(parts[0].equals("delete"), Long.parseLong(parts[1]), ids);
        }

        long outcome() {
            return delete ? DELETED : stamp;
        }
    }

    @Test
    @Timeout(600)
    void noAcknowledgedWriteIsLostAndNoBatchIsTorn() throws Exception {
        Random random = new Random(4711);
        int acknowledgements = 0;
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            acknowledgements += runAndKill(cycle, 50 + random.nextInt(400));
            check("cycle " + cycle + " of seed 4711");
        }
        System.out.printf("%d kills, %d acknowledged batches checked%n", CYCLES, acknowledgements);
        assertThat(acknowledgements).isGreaterThanOrEqualTo(CYCLES * 50);
    }

    /// Lets a writer run until it has acknowledged so many batches, then kills it.
    private int runAndKill(int run, int batches) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KillWriter.class.getName(),
                                folder.toString(),
                                Integer.toString(run))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int acknowledgements = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                acknowledgements += note(line) ? 1 : 0;
                if (acknowledgements == batches) {
                    // By its handle: Process.destroyForcibly would close the pipe, and with it lose
                    // acknowledgements.
                    process.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledgements).as("the writer stopped by itself").isPositive();
        return acknowledgements;
    }

    private boolean note(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3 || !parts[2].endsWith("]")) {
            return false; // the line that the kill cut off
        }
        Batch batch = Batch.parse(parts[2]);
        if (parts[0].equals("begin")) {
            begun.put(parts[1], batch);
            return false;
        }
        begun.remove(parts[1]);
        batch.ids().forEach(id -> acknowledged.put(id, batch.outcome()));
        return true;
    }

    private void check(String where) {
        try (Database database = VecDb.open(folder, DatabaseOptions.DEFAULT)) {
            Collection collection = database.collection("c");
            Map<Long, Long> stored = stored(collection, where);
            for (Batch batch : begun.values()) {
                Set<Boolean> there = new HashSet<>();
                for (long id : batch.ids()) {
                    long before = acknowledged.getOrDefault(id, DELETED);
                    long now = stored.getOrDefault(id, DELETED);
                    if (before != batch.outcome()) {
                        there.add(now == batch.outcome());
                    }
                }
                assertThat(there).as("%s: half of %s", where, batch).hasSizeLessThan(2);
                if (there.contains(true)) {
                    batch.ids().forEach(id -> acknowledged.put(id, batch.outcome()));
                }
            }
            begun.clear();
            acknowledged.values().removeIf(stamp -> stamp == DELETED);
            assertThat(stored).as(where).isEqualTo(acknowledged);
            assertThat(collection.count(Filter.all())).isEqualTo(stored.size());
        }
    }

    private static Map<Long, Long> stored(Collection collection, String where) {
        Map<Long, Long> stored = new HashMap<>();
        @Nullable PointId from = null;
        List<Point> points = new ArrayList<>();
        do {
            Page page = collection.scroll(Scroll.FIRST.include(Include.EVERYTHING).from(from));
            points.addAll(page.points());
            from = page.next();
        } while (from != null);
        for (Point point : points) {
            long id = ((PointId.Num) point.id()).value();
            long stamp =
                    point.payload().get("stamp") instanceof Value.Int stampValue
                            ? stampValue.value()
                            : 0;
            assertThat(point.vectors().get(""))
                    .as("%s: point %d", where, id)
                    .isEqualTo(new Vector.Dense(KillWriter.vector(id, stamp)));
            stored.put(id, stamp);
        }
        return stored;
    }
}
