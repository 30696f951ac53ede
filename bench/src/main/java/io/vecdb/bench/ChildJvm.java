package io.vecdb.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A process for what needs a fresh one: to measure an opening with nothing loaded, or to end hard.
/// It has the options and the class path of this one.
final class ChildJvm {
    private ChildJvm() {}

    /// Runs a program to its end; what it writes to standard error is passed on.
    ///
    /// @param program has a main method that calls [#tell] at most once
    /// @return what the program told
    /// @throws DbException INTERNAL if it ended with another code than 0
    static JsonNode run(Class<?> program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (InputStream out = process.getInputStream()) {
            byte[] told = out.readAllBytes();
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new DbException(
                        ErrorCode.INTERNAL,
                        "A process of the benchmark, "
                                + program.getName()
                                + ", ended with code "
                                + exitCode
                                + "; what it says is on standard error.");
            }
            return new ObjectMapper().readTree(told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process of the benchmark runs", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /// In the child: hands figures to the parent.
    static void tell(Map<String, ?> figures) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(new ObjectMapper().writeValueAsString(figures));
    }
}
