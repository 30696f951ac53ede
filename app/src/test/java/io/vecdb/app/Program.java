package io.vecdb.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vecdb.app.console.Tty;

import java.util.Map;

/// Runs `vecdb` in this JVM, for tests.
public final class Program {
    private Program() {}

    /// What a run came to.
    ///
    /// @param exitCode as the process would end with
    /// @param out what was written to standard output
    /// @param err what was written to standard error
    public record Result(int exitCode, String out, String err) {
        /// Standard output as the one JSON object that it is to be.
        public JsonNode json() {
            return tree(out);
        }

        /// Standard error as the one JSON object that it is to be.
        public JsonNode errorJson() {
            return tree(err);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /// Runs a command without a terminal and without input.
    public static Result run(String... arguments) {
        return runOn("", arguments);
    }

    /// Runs a command with this standard input.
    public static Result runOn(String input, String... arguments) {
        return run(new RecordedConsole(input, Tty.NONE), arguments);
    }

    /// Runs a command with these environment variables.
    public static Result runWith(Map<String, String> environment, String... arguments) {
        return run(new RecordedConsole("", Tty.NONE, environment), arguments);
    }

    private static Result run(RecordedConsole console, String... arguments) {
        int exitCode = Main.run(console.console(), arguments);
        return new Result(exitCode, console.out(), console.err());
    }
}
