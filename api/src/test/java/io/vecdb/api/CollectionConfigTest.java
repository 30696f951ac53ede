package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class CollectionConfigTest {
    private static final VectorConfig FIELD = VectorConfig.of(4, Metric.L2);

    @Test
    void fieldsAndIndexesAreAddedAndRemoved() {
        CollectionConfig config =
                CollectionConfig.of(3, Metric.COSINE)
                        .withVector("image", FIELD)
                        .withPayloadIndex("pos", PayloadIndexType.KEYWORD)
                        .withPayloadIndex("offers[].price", PayloadIndexType.FLOAT)
                        .withoutPayloadIndex("pos")
                        .withoutPayloadIndex("never there");
        assertThat(config.vectors().keySet()).containsExactly("", "image");
        assertThat(config.payloadIndexes())
                .isEqualTo(Map.of("offers[].price", PayloadIndexType.FLOAT));
        assertThat(CollectionConfig.of(FIELD).vectors()).isEqualTo(Map.of("", FIELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "a/b", "..", "a.b", " "})
    void vectorFieldsHavePlainNames(String name) {
        CollectionConfig config = CollectionConfig.of(FIELD);
        assertInvalid(
                () -> config.withVector(name, FIELD),
                "The vector field name '" + name + "' is not allowed; use 1 to 255");
    }

    @Test
    void collectionsHavePlainNamesOfLimitedLength() {
        assertThat(CollectionConfig.requireName("collection", "x".repeat(255))).hasSize(255);
        assertThat(CollectionConfig.requireName("collection", "Ab_9-")).isEqualTo("Ab_9-");
        assertInvalid(() -> CollectionConfig.requireName("collection", ""), "name ''");
        assertInvalid(
                () -> CollectionConfig.requireName("collection", "x".repeat(256)),
                "The collection name '" + "x".repeat(40) + "…' is not allowed");
    }

    @Test
    void payloadIndexPathsAreChecked() {
        CollectionConfig config = CollectionConfig.of(FIELD);
        assertInvalid(
                () -> config.withPayloadIndex("a..b", PayloadIndexType.BOOL),
                "The field path 'a..b' has an empty name");
    }

    @Test
    void dimensionLiesWithinTheLimits() {
        assertThat(VectorConfig.of(1, Metric.DOT).index()).isEqualTo(IndexConfig.Hnsw.DEFAULT);
        assertThat(VectorConfig.of(Limits.DIMENSION, Metric.DOT).dimension()).isEqualTo(65_536);
        for (int dimension : new int[] {0, -1, Limits.DIMENSION + 1}) {
            assertInvalid(
                    () -> VectorConfig.of(dimension, Metric.DOT),
                    "1 to 65536 dimensions, not " + dimension);
        }
    }

    @Test
    void vectorFieldIsChangedByCopies() {
        VectorConfig changed =
                FIELD.withIndex(new IndexConfig.Flat()).withModel("all-MiniLM-L6-v2");
        assertThat(changed)
                .isEqualTo(
                        new VectorConfig(4, Metric.L2, new IndexConfig.Flat(), "all-MiniLM-L6-v2"));
        assertThat(FIELD.model()).isNull();
    }

    @Test
    void hnswParametersLieWithinTheirRanges() {
        assertThat(new IndexConfig.Hnsw(2, 2, 0)).isNotNull();
        assertThat(new IndexConfig.Hnsw(128, 4096, Integer.MAX_VALUE)).isNotNull();
        assertInvalid(() -> new IndexConfig.Hnsw(1, 100, 0), "m must lie in 2 to 128, not 1");
        assertInvalid(() -> new IndexConfig.Hnsw(129, 200, 0), "m must lie in 2 to 128, not 129");
        assertInvalid(() -> new IndexConfig.Hnsw(16, 15, 0), "must lie in m to 4096, not 15");
        assertInvalid(() -> new IndexConfig.Hnsw(16, 4097, 0), "must lie in m to 4096, not 4097");
        assertInvalid(
                () -> new IndexConfig.Hnsw(16, 100, -1),
                "full_scan_threshold must not be negative, but is -1");
    }
}
