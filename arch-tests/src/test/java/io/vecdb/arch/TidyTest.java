package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The checkout is tidy.
class TidyTest {
    private final TidyRules rules = new TidyRules(SourceTree.ofThisCheckout());

    @Test
    void filesAreSmall() {
        assertThat(rules.filesTooLarge()).isEmpty();
    }

    @Test
    void sourcesHaveNoTabsAndNoBlanksAtLineEnds() {
        assertThat(rules.blanks()).isEmpty();
    }

    @Test
    void longSourcesSayWhy() {
        assertThat(rules.longSourcesWithoutReason()).isEmpty();
    }

    @Test
    void mainSourcesAreFinished() {
        assertThat(rules.unfinishedWork()).isEmpty();
    }

    @Test
    void packagesSayWhatTheyAre() {
        assertThat(rules.packagesWithoutInfo()).isEmpty();
    }
}
