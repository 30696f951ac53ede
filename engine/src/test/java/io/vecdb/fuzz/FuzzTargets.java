package io.vecdb.fuzz;

import io.vecdb.collection.ArchiveFuzz;
import io.vecdb.collection.ManifestFuzz;
import io.vecdb.segment.SegmentFuzz;
import io.vecdb.storage.ContainerFuzz;
import io.vecdb.storage.FilterFuzz;
import io.vecdb.vectors.VectorFormatsFuzz;
import io.vecdb.wal.LogFuzz;
import io.vecdb.wal.OperationFuzz;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// All targets by name.
final class FuzzTargets {
    private static final Map<String, Supplier<FuzzTarget>> ALL = all();

    private FuzzTargets() {}

    private static Map<String, Supplier<FuzzTarget>> all() {
        Map<String, Supplier<FuzzTarget>> all = new TreeMap<>();
        all.put("archive", ArchiveFuzz::new);
        all.put("container", ContainerFuzz::new);
        all.put("filter", FilterFuzz::new);
        all.put("log", LogFuzz::new);
        all.put("operation", OperationFuzz::new);
        all.put("vector-file", VectorFormatsFuzz::new);
        all.put("database-manifest", () -> new ManifestFuzz(false));
        all.put("collection-manifest", () -> new ManifestFuzz(true));
        for (SegmentFuzz.Part part : SegmentFuzz.Part.values()) {
            all.put("segment-" + part.suffix(), () -> new SegmentFuzz(part));
        }
        return Collections.unmodifiableMap(all);
    }

    static Iterable<String> names() {
        return ALL.keySet();
    }

    static FuzzTarget of(String name) {
        Supplier<FuzzTarget> target = ALL.get(name);
        if (target == null) {
            throw new IllegalArgumentException("There is no '" + name + "', but " + ALL.keySet());
        }
        return target.get();
    }
}
