package io.vecdb.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.app.console.Console;
import io.vecdb.app.console.Tty;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class MainTest {
    @TempDir private Path folder;

    @Test
    void versionIsTheBuildsOwn() {
        assertThat(Program.run("--version").out()).matches("vecdb \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "quickstart --help",
                "server --help",
                "collection --help",
                "collection create --help",
                "collection list --help",
                "collection info --help",
                "collection drop --help",
                "import --help",
                "search --help",
            })
    void everyCommandHasHelpAndTheOutputOption(String line) {
        Program.Result result = Program.run(line.split(" ", -1));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: vecdb").contains("--output=text|json");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void helpOfTheProgramNamesTheBenchmarks() {
        assertThat(Program.run("--help").out()).contains("./vecdb bench");
        assertThat(Program.run("search", "--help").out()).doesNotContain("./vecdb bench");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | A command is missing. See 'vecdb --help'.",
                "collection | A command is missing: create, list, info or drop. See 'vecdb"
                        + " collection",
                "fly | Unmatched argument at index 0: 'fly'. See 'vecdb --help'.",
                "search --text x | Missing required option: '--collection=NAME'.",
                "search -c x | --text",
                "search -c x --text a --vector [1] | are mutually exclusive",
                "search -c x --text a --k 0 | limit must lie in 1 to",
                "search -c x --vector [1, | Not valid JSON",
                "search -c x --vector= | The vector is empty; --vector takes a JSON list",
                "search -c x --vector [] | A vector has 1 to 65536 dimensions",
                "search -c x --text a --row 5 | --row chooses a row of --vector's file",
                "search -c x --text a --filter [] | Invalid value for option '--filter'",
                "search -c x --text a --output xml | Invalid value for option '--output'",
                "quickstart --limit 0 | --limit must be a number from 1 to 117791 or 'all'",
                "quickstart --limit 117792 | --limit must be a number from 1 to 117791 or 'all'",
                "quickstart --limit-hits 0 | --limit-hits must lie in 1 to 1000, not 0.",
                "quickstart --filter {\"pos\" | Invalid value for option '--filter': Not valid"
                        + " JSON",
                "server --http-port 70000 | A port lies in 0 to 65535",
                "server --http-port 7 --grpc-port 7 | Port 7 was given twice",
                "collection create x | Say what its points are: texts (--text) or vectors",
                "collection create x --dimension 3 --metric foo | Unknown metric 'foo'",
                "collection create x --dimension 3 --index ivf | There is no index 'ivf'",
                "collection create x --text --payload-index year | write FIELD:TYPE",
                "collection create x --text --payload-index a:int | Unknown payload index type",
                "collection create x --dimension 0 | A vector field has 1 to 65536 dimensions",
                "collection create b/d --dimension 3 | The collection name 'b/d' is not allowed",
                "import -c b/d f | The collection name 'b/d' is not allowed",
                "collection drop x | pass --yes to do it.",
                "import -c x f --batch 0 | --batch must lie in 1 to 10000, not 0.",
                "import -c x f --on-error maybe | Invalid value for option '--on-error'",
            })
    void wrongCommandLineExitsWithTwoAndOneLineThatSaysWhatIsAllowed(String line, String message) {
        Program.Result result = Program.run(line.isEmpty() ? new String[0] : words(line));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains(message).hasLineCount(1);
    }

    /// Splits at blanks, but not within JSON.
    private static String[] words(String line) {
        return line.split(" (?![^{\\[]*[}\\]])", -1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output json fly",
                "search --output=json",
                "collection --output JSON drop x"
            })
    void wrongCommandLineIsToldInJsonIfThatWasAskedFor(String line) {
        Program.Result result = Program.run(line.split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.errorJson().at("/error/code").asText()).isEqualTo("USAGE");
        assertThat(result.errorJson().at("/error/message").asText()).contains("--help");
    }

    @Test
    void failureExitsWithOneAndItsMessageOnly() {
        String data = folder.resolve("nothing").toString();

        Program.Result result = Program.run("collection", "list", "--data", data);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("error: There is no database in " + data)
                .hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collection list",
                "collection info x",
                "collection drop x --yes",
                "search -c x --vector [1]",
            })
    void folderWithoutDatabaseIsLeftAsItIs(String line) throws IOException {
        Path jar = Files.createFile(folder.resolve("some.jar"));
        List<String> arguments = new ArrayList<>(List.of(line.split(" ", -1)));
        arguments.addAll(List.of("--data", folder.toString()));

        Program.Result result = Program.run(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("There is no database in " + folder, "--data DIR");
        assertThat(folder).isDirectoryContaining(jar::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection list", "quickstart"})
    void emptyFolderNameIsRefused(String line) {
        List<String> arguments = new ArrayList<>(List.of(line.split(" ", -1)));
        arguments.addAll(List.of("--data", ""));

        Program.Result result = Program.run(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Invalid value for option '--data': it is empty");
    }

    @Test
    void fileInPlaceOfAFolderIsCalledAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("afile"));

        Program.Result result =
                Program.run(
                        "collection", "create", "x", "--dimension", "3", "--data", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(file + " is a file, not a folder.");
    }

    @Test
    void environmentNamesTheFolder() {
        Map<String, String> environment = Map.of("VECDB_DATA", folder.toString());

        assertThat(Program.runWith(environment, "collection", "list").err())
                .contains("There is no database in " + folder);
    }

    @Test
    void emptyVariablesCountAsNotSet() {
        Map<String, String> environment = Map.of("VECDB_DATA", "", "VECDB_HTTP_PORT", "");

        assertThat(Program.runWith(environment, "collection", "list").err())
                .contains("There is no database in " + Path.of("data", "vecdb"));
        // Gets as far as the second port.
        assertThat(Program.runWith(environment, "server", "--grpc-port", "70000").err())
                .contains("A port lies in 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version --output text"})
    void resultThatCannotBeWrittenIsAFailure(String line) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console =
                new Console(
                        InputStream.nullInputStream(),
                        new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Tty.NONE,
                        Map.of());

        assertThat(Main.run(console, line.split(" ", -1))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("error: The result could not be written to standard output");
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    @Test
    void failureIsToldInJsonWithItsCode() {
        String data = folder.resolve("nothing").toString();

        Program.Result result =
                Program.run("collection", "list", "--data", data, "--output", "json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.errorJson().at("/error/code").asText()).isEqualTo("NOT_FOUND");
    }
}
