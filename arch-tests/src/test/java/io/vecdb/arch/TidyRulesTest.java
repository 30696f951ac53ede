package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Each rule finds what it is there to find, and passes what it should.
class TidyRulesTest {
    private static final String CODE = "m/src/main/java/p/A.java";

    @TempDir Path folder;
    private TidyRules rules;

    @BeforeEach
    void empty() {
        rules = new TidyRules(new SourceTree(folder));
    }

    @Test
    void findsAFileThatIsTooLarge() throws IOException {
        write("small.bin", "x".repeat(1_000_000));
        write("large.bin", "x".repeat(1_000_001));

        assertThat(rules.filesTooLarge())
                .containsExactly("large.bin: 1000001 bytes, at most 1000000");
    }

    @Test
    void overlooksWhatIsBuilt() throws IOException {
        write("m/target/large.bin", "x".repeat(1_000_001));
        write(".vecdb-build/large.bin", "x".repeat(1_000_001));
        write("data/large.bin", "x".repeat(1_000_001));

        assertThat(rules.filesTooLarge()).isEmpty();
    }

    @Test
    void findsTabsAndBlanksAtLineEnds() throws IOException {
        write(CODE, "class A {\n\tint a;\n    int b; \n    int c;\n}\n");

        assertThat(rules.blanks())
                .containsExactly(CODE + ":2: tab", CODE + ":3: blanks at the end");
    }

    @Test
    void findsALongSourceThatDoesNotSayWhy() throws IOException {
        write(CODE, "// line\n".repeat(351));
        write("m/src/main/java/p/Short.java", "// line\n".repeat(350));
        write(
                "m/src/main/java/p/Stated.java",
                "// Longer than 350 lines, since one kernel cannot be parted.\n".repeat(351));
        write("m/src/test/java/p/ATest.java", "// line\n".repeat(401));
        write("m/src/test/java/p/ShortTest.java", "// line\n".repeat(400));
        write(
                "m/src/test/java/p/StatedTest.java",
                "// Longer than 400 lines, since one table cannot be parted.\n".repeat(401));

        assertThat(rules.longSourcesWithoutReason())
                .satisfiesExactly(
                        main -> assertThat(main).startsWith(CODE + ": 351 lines"),
                        test ->
                                assertThat(test)
                                        .startsWith("m/src/test/java/p/ATest.java: 401 lines"));
    }

    @Test
    void findsUnfinishedWorkInMainSources() throws IOException {
        String word = "TO" + "DO";
        write(CODE, "class A {\n    // " + word + ": finish\n    int mas" + word + ";\n}\n");
        write("m/src/test/java/p/ATest.java", "// " + word + "\n");

        assertThat(rules.unfinishedWork()).containsExactly(CODE + ":2: // " + word + ": finish");
    }

    @Test
    void findsPackagesWithoutInfo() throws IOException {
        write(CODE, "class A {}\n");
        write("m/src/main/java/q/B.java", "class B {}\n");
        write("m/src/main/java/q/package-info.java", "@NullMarked\npackage q;\n");
        write("m/src/main/java/r/C.java", "class C {}\n");
        write("m/src/main/java/r/package-info.java", "/// Holds C.\npackage r;\n");
        write("m/src/main/java/s/package-info.java", "/// Fine.\n@NullMarked\npackage s;\n");

        assertThat(rules.packagesWithoutInfo())
                .containsExactly(
                        "m/src/main/java/p/package-info.java: missing",
                        "m/src/main/java/q/package-info.java: does not begin with a paragraph on"
                                + " the package",
                        "m/src/main/java/r/package-info.java: not @NullMarked");
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
