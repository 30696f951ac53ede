package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vecdb.ChildJvm;
import io.vecdb.DatabaseOptions;
import io.vecdb.MemoryFolder;
import io.vecdb.Trials;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A real file system that is full, a process with few file descriptors, a process with a small
/// heap: refusals are clear, and nothing that was acknowledged is lost. A trial is one of each.
@Tag("proof")
class ScarceResourcesTest {
    /// More than half of the file system: merging needs room for what it merges once more.
    private static final int BALLAST_BYTES = 9 << 19;

    private static final int CHILD_MAX_SECONDS = 300;

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    @Test
    void aFullFileSystemRefusesAndGoesOnWhenThereIsRoom() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        assumeTrue(
                File.separatorChar == '/'
                        && exit("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", mount.toString())
                                == 0,
                "Only root can mount a small file system to fill.");
        try {
            Trials.of(ScarceResourcesTest.class, 1).each(seed -> fill(mount.resolve("db-" + seed)));
        } finally {
            assertThat(exit("umount", mount.toString())).isZero();
        }
    }

    private static void fill(Path database) throws IOException {
        Path ballast = database.resolveSibling("ballast");
        Files.write(ballast, new byte[BALLAST_BYTES]);
        int acknowledged = 0;
        Database full = open(database);
        Collection filling = full.createCollection("c", CollectionConfig.of(2, Metric.L2));
        DbException refusal = null;
        while (refusal == null) {
            Point point = StarvedWriter.point(acknowledged);
            refusal = catchThrowableOfType(DbException.class, () -> filling.upsert(List.of(point)));
            acknowledged += refusal == null ? 1 : 0;
        }
        assertThat(refusal.code()).isIn(ErrorCode.IO_ERROR, ErrorCode.POISONED);
        assertThat(refusal).hasMessageContaining("No space left on device");
        assertThat(filling.count(Filter.all())).isEqualTo(acknowledged);
        // There may be no room to write what is in memory; it is in the log.
        var _ = catchThrowableOfType(DbException.class, full::close);

        Files.delete(ballast);
        try (Database roomy = open(database)) {
            Collection collection = roomy.collection("c");
            // What was refused may be there, since its record may have reached the disk.
            assertThat(collection.count(Filter.all()))
                    .isBetween(0L + acknowledged, acknowledged + 1L);
            StarvedWriter.requireFirst(collection, acknowledged);
            collection.upsert(List.of(StarvedWriter.point(acknowledged)));
            collection.compact();
            StarvedWriter.requireFirst(collection, acknowledged + 1);
        }
        delete(database);
    }

    private static Database open(Path database) {
        return VecDb.open(database, DatabaseOptions.DEFAULT.withBuffer(200, 1 << 20));
    }

    @Test
    void whenDescriptorsRunOutOpenCollectionsGoOn() {
        assumeTrue(File.separatorChar == '/', "Windows has no ulimit");
        Trials.of(ScarceResourcesTest.class, 1)
                .each(seed -> {
                    Path database = folder.resolve("descriptors-" + seed);
                    Process child =
                            ChildJvm.startLimited(
                                    "ulimit -n 64",
                                    List.of(),
                                    StarvedWriter.class,
                                    "collections",
                                    database.toString());
                    String refusal = requireAcknowledged(child, database);
                    assertThat(refusal).startsWith("IO_ERROR").contains("Too many open files");
                });
    }

    @Test
    void whenTheHeapIsSmallNothingAcknowledgedIsLost() {
        Trials.of(ScarceResourcesTest.class, 1)
                .each(seed -> {
                    Path database = folder.resolve("heap-" + seed);
                    Process child =
                            ChildJvm.start(
                                    List.of("-Xmx64m"),
                                    StarvedWriter.class,
                                    "points",
                                    database.toString());
                    String refusal = requireAcknowledged(child, database);
                    assertThat(refusal).matches("(none|RESOURCE_EXHAUSTED).*");
                });
    }

    /// Waits for a [StarvedWriter], compares what it acknowledged with what is there, and returns
    /// how it was refused.
    private static String requireAcknowledged(Process child, Path database) throws Exception {
        List<String> lines;
        try (var output = child.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(child.waitFor(CHILD_MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as("%s", lines).isZero();
        Map<String, Integer> acknowledged = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            if (parts[0].equals("ack")) {
                acknowledged.put(parts[1], Integer.parseInt(parts[2]));
            }
        }
        assertThat(acknowledged).isNotEmpty();
        try (Database opened = VecDb.open(database)) {
            acknowledged.forEach(
                    (name, points) -> StarvedWriter.requireFirst(opened.collection(name), points));
        }
        delete(database);
        return lines.stream()
                .filter(line -> line.startsWith("refused "))
                .map(line -> line.substring("refused ".length()))
                .findFirst()
                .orElse("none");
    }

    private static int exit(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }
}
