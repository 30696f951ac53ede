package io.vecdb.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import io.vecdb.ChildJvm;
import io.vecdb.Trials;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Whatever bytes stand in a file or a filter: they are read, or refused with a [DbException] of
/// the right kind; nothing else is thrown, and no length in them makes the reader allocate what the
/// input could never fill.
///
/// A trial is 500 damaged inputs for each target; Jazzer runs among many trials only, and then for
/// as many seconds for each target.
@Tag("proof")
class FuzzTest {
    /// More than any of these readers takes for its tables at once.
    private static final long ALLOCATION_MAX_BYTES = 32L << 20;

    private static final int INPUTS_EACH = 500;

    static final List<String> TARGETS = targets();

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static List<String> targets() {
        List<String> names = new ArrayList<>();
        FuzzTargets.names().forEach(names::add);
        return names;
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    @Timeout(600)
    void inputsThatWereFoundBefore(String name) throws IOException {
        FuzzTarget target = FuzzTargets.of(name);
        for (byte[] input : inputs(name, target)) {
            read(target, input, name);
        }
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    void damagedInputs(String name) throws IOException {
        FuzzTarget target = FuzzTargets.of(name);
        List<byte[]> inputs = inputs(name, target);
        Trials.of(FuzzTest.class, 3)
                .each(seed -> {
                    Mutations mutations = new Mutations(new Random(seed), inputs);
                    for (int i = 0; i < INPUTS_EACH; i++) {
                        read(target, mutations.next(), name);
                    }
                });
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    @Tag("reliability")
    void inputsThatCoverageLeadsTo(String name, @TempDir Path folder) throws Exception {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        int number = 0;
        for (byte[] input : inputs(name, FuzzTargets.of(name))) {
            Files.write(corpus.resolve("seed-" + number++), input);
        }
        Path findings = Files.createDirectories(Path.of("target", "fuzz", name));
        Process jazzer =
                ChildJvm.start(
                        List.of("-Dvecdb.fuzz.target=" + name, "-Xmx512m", "-Xss1m"),
                        Class.forName("com.code_intelligence.jazzer.Jazzer"),
                        "--target_class=" + FuzzDriver.class.getName(),
                        "--instrumentation_includes=io.vecdb.**",
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.**",
                        "--reproducer_path=" + findings,
                        "-artifact_prefix=" + findings + "/",
                        "-max_total_time=" + Trials.of(FuzzTest.class, 1).count(),
                        "-timeout=60",
                        "-max_len=8192",
                        corpus.toString());
        int exit = jazzer.waitFor();
        assertThat(exit).as("finding for %s in %s", name, findings.toAbsolutePath()).isZero();
    }

    private void read(FuzzTarget target, byte[] input, String name) throws IOException {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            target.read(input);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    name + " does not refuse " + Base64.getEncoder().encodeToString(input), e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes that %s allocates for %d bytes", name, input.length)
                .isLessThan(ALLOCATION_MAX_BYTES);
    }

    /// The target's own inputs, and those in the folder `fuzz` of the test resources.
    private static List<byte[]> inputs(String name, FuzzTarget target) throws IOException {
        List<byte[]> inputs = new ArrayList<>(target.seeds());
        URL folder = FuzzTest.class.getResource("/fuzz/" + name);
        if (folder != null) {
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(Base64.getMimeDecoder().decode(Files.readString(file)));
                }
            } catch (URISyntaxException e) {
                throw new AssertionError(e);
            }
        }
        return inputs;
    }
}
