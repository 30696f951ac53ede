package io.vecdb.arch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A checkout with the real launcher in which all else is made up: JDKs whose `java` prints its
/// arguments, and an `mvn` that writes down that it was called. The launcher sees no other program
/// than the few Unix tools that it needs.
final class FakeCheckout {
    private static final List<String> TOOLS =
            List.of(
                    "cat",
                    "cp",
                    "date",
                    "dirname",
                    "find",
                    "head",
                    "ln",
                    "ls",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sh",
                    "sleep",
                    "sort",
                    "tail");
    private static final long TIMEOUT_SECONDS = 60;

    private static final String MVN =
            """
            #!/bin/sh
            echo call >> ROOT/mvn-calls
            while [ -e ROOT/hold ]; do sleep 0.05; done
            [ ! -e ROOT/broken ] || { echo "[ERROR] A.java:1 is no Java"; exit 1; }
            for module in app bench engine; do
                mkdir -p .vecdb-build/target/vecdb-$module
                echo $module > .vecdb-build/target/vecdb-$module/vecdb-$module-1.jar
                echo "$PWD/.vecdb-build/target/vecdb-engine/vecdb-engine-1.jar:ROOT/library.jar" \\
                    > .vecdb-build/target/vecdb-$module/class-path
            done
            """;
    private static final String JAVA =
            """
            #!/bin/sh
            for argument in "$0" "$@"; do echo "$argument"; done
            exit ${FAKE_EXIT:-0}
            """;

    private final Path root;
    private final Map<String, String> environment = new HashMap<>();

    /// What a run of the launcher left behind.
    record Run(int exitCode, List<String> out, String err) {
        /// The java that was started and its arguments, one after the other.
        String commandLine() {
            return String.join(" ", out);
        }
    }

    FakeCheckout(Path folder) throws IOException {
        root = folder;
        Path launcher = SourceTree.ofThisCheckout().root().resolve("vecdb");
        Files.createDirectories(checkout());
        Files.copy(launcher, checkout().resolve("vecdb"));
        for (String file :
                List.of(
                        "pom.xml",
                        "app/pom.xml",
                        "app/src/main/A.java",
                        "bench/pom.xml",
                        "bench/src/main/B.java",
                        "engine/pom.xml",
                        "engine/src/main/C.java",
                        "engine/src/main/D.java")) {
            edit(file);
        }
        Files.createFile(root.resolve("library.jar"));
        for (String tool : TOOLS) {
            Files.createDirectories(root.resolve("bin"));
            script(
                    root.resolve("bin").resolve(tool),
                    "#!/bin/sh\nexec " + onPath(tool) + " \"$@\"\n");
        }
        script(root.resolve("bin/mvn"), MVN.replace("ROOT", root.toString()));
        set("PATH", root.resolve("bin").toString());
        set("VECDB_JVM_DIRS", root.resolve("jvm").toString());
        age();
    }

    private static Path onPath(String tool) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, tool))) {
                return Path.of(folder, tool);
            }
        }
        throw new IllegalStateException(tool + " is not on the PATH");
    }

    Path checkout() {
        return root.resolve("check out");
    }

    /// A folder that is none of the checkout's.
    Path elsewhere() throws IOException {
        return Files.createDirectories(root.resolve("elsewhere"));
    }

    /// Adds a JDK where the launcher looks for them.
    Path jdk(String name, String version) throws IOException {
        return jdk(root.resolve("jvm").resolve(name), version);
    }

    /// Adds a JDK where the launcher does not look.
    Path jdkElsewhere(String name, String version) throws IOException {
        return jdk(elsewhere().resolve(name), version);
    }

    private static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        script(home.resolve("bin/java"), JAVA);
        script(home.resolve("bin/javac"), JAVA);
        return home;
    }

    FakeCheckout set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// Writes a file of the checkout now.
    void edit(String file) throws IOException {
        Path path = checkout().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "now");
    }

    void delete(String file) throws IOException {
        Files.delete(checkout().resolve(file));
    }

    /// Makes all that is in the checkout an hour older, so that what comes next is newer.
    void age() throws IOException {
        List<Path> all;
        try (var files = Files.walk(checkout())) {
            all = files.toList();
        }
        for (Path file : all) {
            Instant older = Files.getLastModifiedTime(file).toInstant().minusSeconds(3600);
            Files.setLastModifiedTime(file, FileTime.from(older));
        }
    }

    /// From now on every build fails.
    void breakBuild() throws IOException {
        Files.createFile(root.resolve("broken"));
    }

    /// Builds wait until [#release].
    void hold() throws IOException {
        Files.createFile(root.resolve("hold"));
    }

    void release() throws IOException {
        Files.delete(root.resolve("hold"));
    }

    void uninstallMaven() throws IOException {
        Files.delete(root.resolve("bin/mvn"));
    }

    long builds() throws IOException {
        Path calls = root.resolve("mvn-calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return run(checkout().resolve("vecdb"), checkout(), arguments);
    }

    Run run(Path launcher, Path folder, String... arguments)
            throws IOException, InterruptedException {
        return start(launcher, folder, arguments).end();
    }

    Started start(Path launcher, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(root, "out", "");
        Path err = Files.createTempFile(root, "err", "");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    /// A launcher that runs.
    record Started(Process process, Path out, Path err) {
        Run end() throws IOException, InterruptedException {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The launcher hangs: " + Files.readString(err));
            }
            return new Run(process.exitValue(), Files.readAllLines(out), Files.readString(err));
        }

        String errSoFar() throws IOException {
            return Files.readString(err);
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
