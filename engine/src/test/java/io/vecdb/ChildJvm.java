package io.vecdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another JVM with the class path of this one, for proofs that end a process, stop it or starve
/// it. What it writes to its standard error appears on that of this one.
public final class ChildJvm {
    private ChildJvm() {}

    /// Starts the main method of a class.
    ///
    /// @param options of the JVM, such as `-Xmx64m`
    public static Process start(List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return start(List.of(), options, main, arguments);
    }

    /// Starts the main method of a class behind limits that a shell sets, such as `ulimit -n 64`.
    public static Process startLimited(
            String limits, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return start(
                List.of("sh", "-c", limits + " && exec \"$@\"", "sh"), options, main, arguments);
    }

    private static Process start(
            List<String> prefix, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
