package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.Include;
import io.vecdb.api.Page;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;
import io.vecdb.collection.KillWrite.State;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Knows what a database must hold from the lines of the processes that wrote to it: all that was
/// acknowledged, and of each write that was begun and not acknowledged all or nothing.
final class KillOracle {
    private static final Duration OPENING_MAX = Duration.ofSeconds(10);

    private Map<String, Map<Long, State>> acknowledged = new TreeMap<>();

    /// By writer what was begun and not acknowledged.
    private final Map<Integer, KillWrite> begun = new TreeMap<>();

    /// Takes note of a line and says whether it is an acknowledgement. A line that a kill cut off
    /// says nothing.
    boolean note(String line) {
        int space = line.indexOf(' ');
        if (space < 0 || !line.endsWith("]")) {
            return false;
        }
        KillWrite write = KillWrite.parse(line.substring(space + 1));
        if (line.startsWith("begin ")) {
            begun.put(write.writer(), write);
            return false;
        }
        begun.remove(write.writer());
        write.applyTo(acknowledged);
        return true;
    }

    /// Opens the database and compares all of it.
    void check(Path folder) {
        long started = System.nanoTime();
        try (Database database = VecDb.open(folder)) {
            database.collections().forEach(name -> database.collection(name).count(Filter.all()));
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .as("from opening to the first answers")
                    .isLessThan(OPENING_MAX);
            Map<String, Map<Long, State>> stored = new TreeMap<>();
            for (String name : database.collections()) {
                stored.put(name, stored(database.collection(name)));
            }
            List<Map<String, Map<Long, State>>> possible = possible();
            if (!possible.contains(stored)) {
                assertThat(stored)
                        .as("neither this nor the same with some of %s", begun.values())
                        .isEqualTo(acknowledged);
            }
            acknowledged = stored;
            begun.clear();
        }
    }

    /// What there may be: what was acknowledged, with any of what was begun.
    private List<Map<String, Map<Long, State>>> possible() {
        List<Map<String, Map<Long, State>>> possible = new ArrayList<>();
        possible.add(acknowledged);
        for (KillWrite write : begun.values()) {
            for (Map<String, Map<Long, State>> before : List.copyOf(possible)) {
                Map<String, Map<Long, State>> after = new TreeMap<>();
                before.forEach((name, points) -> after.put(name, new TreeMap<>(points)));
                write.applyTo(after);
                possible.add(after);
            }
        }
        return possible;
    }

    private static Map<Long, State> stored(Collection collection) {
        Map<Long, State> stored = new TreeMap<>();
        @Nullable PointId from = null;
        do {
            Page page = collection.scroll(Scroll.FIRST.include(Include.EVERYTHING).from(from));
            for (Point point : page.points()) {
                long id = ((PointId.Num) point.id()).value();
                stored.put(id, State.of(id, point));
            }
            from = page.next();
        } while (from != null);
        assertThat(collection.count(Filter.all())).isEqualTo(stored.size());
        Query everything = Query.nearest(new float[8]).limit(KillWrite.IDS + 1);
        assertThat(collection.search(everything)).hasSize(stored.size());
        return stored;
    }
}
