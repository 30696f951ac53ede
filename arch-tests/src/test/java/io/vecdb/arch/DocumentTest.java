package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

/// What the documents point at exists.
class DocumentTest {
    private final DocumentLinks links = new DocumentLinks(SourceTree.ofThisCheckout());

    @Test
    void documentsAreFound() {
        assertThat(links.documents()).contains(Path.of("CONTRIBUTING.md"));
    }

    @Test
    void linksAndPathsExist() {
        assertThat(links.broken()).isEmpty();
    }
}
