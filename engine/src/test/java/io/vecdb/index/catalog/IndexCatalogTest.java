package io.vecdb.index.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.TestRows;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.flat.FlatIndex;
import io.vecdb.index.hnsw.HnswIndex;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

class IndexCatalogTest {
    private static final VectorRows ROWS = TestRows.clustered(new Random(1), 200, 3, Metric.COSINE);

    @TempDir Path folder;

    private static VectorIndex build(IndexConfig config) {
        return IndexCatalog.build(config, Metric.COSINE, ROWS, BuildOptions.threads(2));
    }

    @Test
    void theConfigurationChoosesTheIndex() {
        assertThat(build(new IndexConfig.Flat())).isInstanceOf(FlatIndex.class);
        assertThat(build(new IndexConfig.Hnsw(8, 40, 0))).isInstanceOf(HnswIndex.class);
    }

    @Test
    void aGraphIsBuiltFromTheThresholdOn() {
        assertThat(build(new IndexConfig.Hnsw(8, 40, 201))).isInstanceOf(FlatIndex.class);
        assertThat(build(new IndexConfig.Hnsw(8, 40, 200))).isInstanceOf(HnswIndex.class);
    }

    @Test
    void anotherMetricThanTheFilesIsCorrupt() {
        try (Directory directory = LocalDirectory.open(folder)) {
            try (FileWriter out = FileWriter.create(directory, "i", IndexCatalog.FORMAT)) {
                IndexCatalog.write(out, build(new IndexConfig.Hnsw(8, 40, 0)));
                out.finish();
            }
            try (FileReader file = FileReader.open(directory, "i", IndexCatalog.FORMAT)) {
                assertThatThrownBy(() -> IndexCatalog.open(file, Metric.L2, ROWS))
                        .isInstanceOfSatisfying(
                                DbException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                        .hasMessageContaining("metric");
            }
        }
    }

    @Test
    void buildingTakesAtLeastOneThread() {
        assertThatThrownBy(() -> BuildOptions.threads(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
