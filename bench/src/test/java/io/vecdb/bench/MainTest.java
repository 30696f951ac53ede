package io.vecdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vecdb.app.console.Console;
import io.vecdb.app.console.Tty;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "kernels --help",
                "index --help",
                "collection --help",
                "quality --help",
                "wal --help",
                "storage --help",
                "recovery --help",
                "open --help",
                "space --help",
                "merge --help",
            })
    void everyCommandHasHelpAndTheOutputOption(String line) {
        assertThat(run(line)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--output");
    }

    @Test
    void wrongOptionExitsWithTwoAndOneLine() {
        assertThat(run("index --fly")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("error: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage --count 5",
                "storage --sync sometimes",
                "recovery --count 0",
                "open --dimension 0",
                "space --count 9",
                "merge --turns 0",
            })
    void numberOutOfRangeIsRefusedBeforeAnythingIsWritten(String line) {
        String option = line.split(" ", -1)[1];
        assertThat(run(line)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("error: ")
                .contains("'" + option + "'")
                .hasLineCount(1);
    }

    @Test
    void folderThatDoesNotExistIsNamed() {
        assertThat(run("space --data-dir nowhere")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nowhere", "--data-dir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output json index --data nothing.fvecs --queries q.fvecs",
                "index --data nothing.fvecs --queries q.fvecs --output json",
            })
    void failureIsToldInJsonWhereverThatIsAskedFor(String line) throws JsonProcessingException {
        assertThat(run(line)).isEqualTo(1);
        JsonNode told = new ObjectMapper().readTree(err.toString(StandardCharsets.UTF_8));
        assertThat(told.at("/error/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(told.at("/error/message").asText()).contains("nothing.fvecs");
    }

    private int run(String line) {
        return Main.run(
                new Console(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Tty.NONE,
                        Map.of()),
                line.split(" ", -1));
    }
}
