package io.vecdb.app.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.IndexConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTextTest {
    @Test
    void namesAloneMeanTheDefaults() {
        assertThat(IndexText.parse("flat")).isEqualTo(new IndexConfig.Flat());
        assertThat(IndexText.parse("HNSW")).isEqualTo(IndexConfig.Hnsw.DEFAULT);
    }

    @Test
    void parametersCanBeGivenInAnyOrder() {
        assertThat(IndexText.parse("hnsw:full_scan_threshold=0, m=32"))
                .isEqualTo(new IndexConfig.Hnsw(32, 200, 0));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        IndexConfig index = new IndexConfig.Hnsw(24, 333, 4_444);

        assertThat(IndexText.parse(IndexText.of(index))).isEqualTo(index);
        assertThat(IndexText.of(new IndexConfig.Flat())).isEqualTo("flat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ivf | There is no index 'ivf'; use hnsw or flat.",
                "flat:m=3 | flat has no parameters.",
                "hnsw:ef=3 | hnsw has no parameter 'ef'",
                "hnsw:m | 'm' is no parameter with a whole number",
                "hnsw:m=x | 'm=x' is no parameter with a whole number",
                "hnsw: | is no parameter",
                "hnsw:m=1 | m must lie in 2 to 128",
            })
    void wrongWordSaysWhatIsAllowed(String word, String reason) {
        assertThatThrownBy(() -> IndexText.parse(word))
                .isInstanceOf(DbException.class)
                .hasMessageContaining(reason);
    }
}
