package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The check of links finds broken ones and passes good ones.
class DocumentLinksTest {
    @TempDir Path folder;
    private DocumentLinks links;

    @BeforeEach
    void aTree() throws IOException {
        write("engine/src/main/A.java", "class A {}\n");
        write(
                "docs/filters.md",
                "# Filters\n\n## Two spellings, one `Filter`\n\n## Limits\n\n## Limits\n");
        write("docs/adr/0001-java.md", "# Java\n");
        links = new DocumentLinks(new SourceTree(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a](docs/filters.md)",
                "[a](docs/filters.md#two-spellings-one-filter)",
                "[a](docs/filters.md#limits-1)",
                "[a](docs/)",
                "[a](#title)",
                "[a](https://example.org/nothing.md) and <mailto:a@example.org>",
                "[a][r]\n\n[r]: docs/filters.md",
                "`engine/src/main/A.java` and `engine/src/main` and `./engine/`",
                "`application/json` `/collections/{name}` `and/or/not` `a b/c` `io/vecdb/x`",
                "`data/quickstart` `engine/target/classes` `./data/x.java`",
                "```\n[a](nothing.md) `engine/nothing`\n```",
                "`[a](nothing.md)`",
            })
    void passes(String text) throws IOException {
        write("README.md", "# Title\n\n" + text + "\n");

        assertThat(links.broken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a](docs/nothing.md)",
                "![a](docs/nothing.png \"Title\")",
                "[a](docs/filters.md#two-spellings)",
                "[a](docs/filters.md#limits-2)",
                "[a](#nothing)",
                "[a](../outside.md)",
                "[a][r]\n\n[r]: docs/nothing.md",
                "see `engine/src/main/B.java`",
                "see `engine/source`",
                "see `./engine/source/`",
                "see `engin/src/main/A.java`",
            })
    void finds(String text) throws IOException {
        write("README.md", "# Title\n\n" + text + "\n");

        assertThat(links.broken()).hasSize(1);
    }

    @Test
    void linksAreRelativeToTheirDocument() throws IOException {
        write(
                "docs/adr/0002-maven.md",
                "[good](0001-java.md) [good](../filters.md) [bad](filters.md)\n");

        assertThat(links.broken())
                .containsExactly(
                        "docs/adr/0002-maven.md: link to filters.md, which does not exist");
    }

    @Test
    void documentsOfTheRootAndOfDocsAreLookedAt() throws IOException {
        write("README.md", "");
        write("engine/NOTES.md", "[a](nothing.md)");

        assertThat(links.documents())
                .containsExactlyInAnyOrder(
                        Path.of("README.md"),
                        Path.of("docs/filters.md"),
                        Path.of("docs/adr/0001-java.md"));
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
