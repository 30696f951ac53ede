package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.ChildJvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A [KillWriter] at work, whose lines go to an oracle.
final class WriterProcess implements AutoCloseable {
    /// Ends a process that hangs; the oracle then misses acknowledgements.
    private static final int LIFE_MAX_SECONDS = 300;

    private final Process process;
    private final BufferedReader lines;
    private final KillOracle oracle;

    WriterProcess(Path folder, long seed, KillOracle oracle) throws IOException {
        this.oracle = oracle;
        process =
                ChildJvm.start(List.of(), KillWriter.class, folder.toString(), Long.toString(seed));
        lines = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture.delayedExecutor(LIFE_MAX_SECONDS, TimeUnit.SECONDS)
                .execute(() -> process.toHandle().destroyForcibly());
    }

    /// Lets it write until it has acknowledged so many more.
    void awaitAcknowledgements(int wanted) throws IOException {
        int seen = 0;
        while (seen < wanted) {
            String line = lines.readLine();
            assertThat(line).as("the writer stopped by itself").isNotNull();
            seen += oracle.note(line) ? 1 : 0;
        }
    }

    /// Sends it a signal, such as `STOP`.
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    /// Kills it, and takes note of what it acknowledged until then.
    @Override
    public void close() throws IOException {
        // By its handle: Process.destroyForcibly would close the pipe, and with it lose
        // acknowledgements.
        process.toHandle().destroyForcibly();
        lines.lines().forEach(oracle::note);
        lines.close();
        process.onExit().join();
    }
}
