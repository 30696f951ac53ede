package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vecdb.MemoryFolder;
import io.vecdb.Trials;
import io.vecdb.VecDb;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Path;
import java.util.Random;

/// Stops a writing process in the middle, as a debugger or an overloaded host does, and lets it go
/// on. A trial is one stop: of a second, among many of up to thirty.
@Tag("proof")
class FreezeTest {
    private static final int STOP_MAX_SECONDS = Trials.many() ? 30 : 1;

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    private final KillOracle oracle = new KillOracle();

    @Test
    void aStoppedProcessKeepsItsDatabaseAndGoesOn() {
        assumeTrue(File.separatorChar == '/', "Windows has no SIGSTOP");
        Trials.of(FreezeTest.class, 1).eachOnTheLast(this::freeze);
    }

    private void freeze(long seed) throws Exception {
        Random random = new Random(seed);
        try (WriterProcess writer = new WriterProcess(folder, seed, oracle)) {
            writer.awaitAcknowledgements(20 + random.nextInt(100));
            writer.signal("STOP");
            Thread.sleep(1_000L * (1 + random.nextInt(STOP_MAX_SECONDS)));
            assertThatExceptionOfType(DbException.class)
                    .as("nobody else gets in meanwhile")
                    .isThrownBy(() -> VecDb.open(folder).close())
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
            writer.signal("CONT");
            writer.awaitAcknowledgements(100);
        }
        oracle.check(folder);
    }
}
