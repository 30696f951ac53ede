package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vecdb.ChildJvm;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file that is cut under an open database, as a disk that cannot be read does it too, gives
/// errors that say so, and nothing else.
///
/// In a process of its own, whose compiler is the first one only: code of the second one that reads
/// vectors ends the JVM (`docs/reliability.md`).
@EnabledOnOs(OS.LINUX)
class CutFilesTest {
    @TempDir Path folder;

    /// @param file the ending of the file's name
    /// @param met what meets the cut
    @ParameterizedTest
    @CsvSource({
        "vectors0, search exact retrieve compact",
        "ids, search retrieve scroll write compact",
        "payload, search exact retrieve scroll write compact",
        "index0, search",
        "filters-1, count"
    })
    void readsSayThatAFileCannotBeRead(String file, String met) throws Exception {
        Map<String, String> answers = ask(file);
        for (String question : met.split(" ", -1)) {
            assertThat(answers.get(question))
                    .as(question)
                    .startsWith("IO_ERROR A file of the collection 'cut' cannot be read")
                    .contains("verify");
        }
        assertThat(answers)
                .containsEntry("scrub", "answered")
                .containsEntry("verify", "answered")
                .containsEntry("other", "answered");
        assertThat(answers.get("scrub found")).contains("cannot be read");
        assertThat(answers.get("verify found")).contains("was cut");
        assertThat(answers.get("snapshot")).startsWith("CORRUPT");
        answers.values().forEach(answer -> assertThat(answer).doesNotStartWith("INTERNAL"));
    }

    private Map<String, String> ask(String file) throws IOException, InterruptedException {
        Process process =
                ChildJvm.start(
                        List.of("-Xmx256m"),
                        CutFiles.class,
                        folder.resolve("data").toString(),
                        file);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        Map<String, String> answers = new LinkedHashMap<>();
        for (String line : said.lines().toList()) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            int key = words.get(1).equals("found") ? 2 : 1;
            answers.put(
                    String.join(" ", words.subList(0, key)),
                    String.join(" ", words.subList(key, words.size())));
        }
        return answers;
    }
}
