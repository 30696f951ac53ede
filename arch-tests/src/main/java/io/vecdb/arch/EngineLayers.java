package io.vecdb.arch;

import java.util.List;
import java.util.Set;

/// The layers of the engine, lowest first: a package may use its own layer and those below it.
/// `ARCHITECTURE.md` explains them.
final class EngineLayers {
    private static final List<Set<String>> LOWEST_FIRST =
            List.of(
                    Set.of("io.vecdb.storage", "io.vecdb.memory"),
                    Set.of("io.vecdb.vectors", "io.vecdb.distance"),
                    Set.of("io.vecdb.quantization"),
                    Set.of("io.vecdb.index"),
                    Set.of("io.vecdb.index.*"),
                    Set.of("io.vecdb.index.catalog", "io.vecdb.payload"),
                    Set.of("io.vecdb.segment"),
                    Set.of("io.vecdb.planner", "io.vecdb.wal", "io.vecdb.snapshot"),
                    Set.of("io.vecdb.collection"),
                    Set.of("io.vecdb"));

    /// What is not the engine: the packages of the other modules, with all below them.
    private static final Set<String> OTHER_MODULES =
            Set.of(
                    "api",
                    "replication",
                    "embeddings",
                    "proto",
                    "server",
                    "cluster",
                    "client",
                    "sql",
                    "jdbc",
                    "app",
                    "integrations",
                    "bench",
                    "arch");

    private EngineLayers() {}

    /// Whether classes of this package belong to the engine: all of `io.vecdb` that is not another
    /// module's.
    static boolean isEngine(String packageName) {
        if (packageName.equals("io.vecdb")) {
            return true;
        }
        if (!packageName.startsWith("io.vecdb.")) {
            return false;
        }
        String first = packageName.split("\\.", -1)[2];
        return !OTHER_MODULES.contains(first);
    }

    /// The layer of an engine package, 0 the lowest; -1 for one that has no place yet.
    static int layer(String packageName) {
        for (int layer = 0; layer < LOWEST_FIRST.size(); layer++) {
            if (LOWEST_FIRST.get(layer).contains(packageName)) {
                return layer;
            }
        }
        return isIndexKind(packageName) ? layer("io.vecdb.index.*") : -1;
    }

    /// Whether this is the package of one kind of index, such as `io.vecdb.index.hnsw`, and neither
    /// the catalogue of them nor what they share.
    static boolean isIndexKind(String packageName) {
        return packageName.matches("io\\.vecdb\\.index\\.\\w+")
                && !packageName.equals("io.vecdb.index.catalog");
    }
}
