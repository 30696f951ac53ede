package io.vecdb.collection;

import io.vecdb.FolderCopy;
import io.vecdb.MemoryFolder;
import io.vecdb.Trials;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Kills a writing process with SIGKILL again and again. After each kill the database opens within
/// ten seconds and holds what was acknowledged, nothing that was deleted, and of each write that
/// was under way all or nothing. A trial is a kill.
@Tag("proof")
class KillTest {
    @TempDir(factory = MemoryFolder.class)
    Path folder;

    private final KillOracle oracle = new KillOracle();

    @Test
    void noAcknowledgedWriteIsLostAndNoneIsTornOrComesBack() throws IOException {
        Path database = folder.resolve("database");
        Trials.of(KillTest.class, 10).eachOnTheLast(seed -> killAndCheck(database, seed));
    }

    private void killAndCheck(Path database, long seed) throws Exception {
        Random random = new Random(seed);
        try (WriterProcess writer = new WriterProcess(database, seed, oracle)) {
            writer.awaitAcknowledgements(20 + random.nextInt(200));
            // Not in the moment after an acknowledgement.
            Thread.sleep(random.nextInt(10));
        }
        if (random.nextBoolean()) {
            oracle.check(database);
        } else {
            // The next writer then begins with what the kill has left, not with what a proper
            // closing has.
            Path copy = folder.resolve("copy-" + seed);
            FolderCopy.copy(database, copy);
            oracle.check(copy);
            delete(copy);
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : tree(folder).reversed()) {
            Files.delete(file);
        }
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.toList();
        }
    }
}
