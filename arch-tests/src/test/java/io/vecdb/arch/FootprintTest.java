package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

/// Embedding VecDB is light.
class FootprintTest {
    private static final long EMBEDDED_BYTES_MAX = 12_000_000;

    private final Map<String, Long> engine =
            new Footprint(SourceTree.ofThisCheckout(), System.getProperty("java.class.path"))
                    .of("engine");

    @Test
    void engineNeedsBitmapsAndALoggingFacade() {
        assertThat(engine)
                .containsOnlyKeys(
                        "vecdb-engine", "vecdb-api", "RoaringBitmap", "slf4j-api", "jspecify");
    }

    @Test
    void engineWithAllThatItNeedsIsSmall() {
        assertThat(engine.values()).allMatch(bytes -> bytes > 1000);
        assertThat(engine.values().stream().mapToLong(Long::longValue).sum())
                .as("bytes: %s", engine)
                .isLessThan(EMBEDDED_BYTES_MAX);
    }
}
