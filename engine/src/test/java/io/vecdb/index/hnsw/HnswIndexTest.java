package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.TestRows;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.VectorIndexContract;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

class HnswIndexTest extends VectorIndexContract {
    @Override
    protected VectorIndex build(VectorRows rows, Metric metric) {
        IndexConfig.Hnsw config = new IndexConfig.Hnsw(16, 100, 0);
        return new HnswBuilder(config, metric, BuildOptions.threads(2).withSeed(1)).build(rows);
    }

    @Override
    protected double recallFloor() {
        return 0.95;
    }

    @Test
    void aGraphOfOtherRowsOrAnotherMetricIsCorrupt(@TempDir Path graphs) {
        VectorRows rows = TestRows.clustered(new Random(1), 500, 3, Metric.L2);
        try (Directory directory = LocalDirectory.open(graphs)) {
            write(directory, "graph", build(rows, Metric.L2));
            isCorrupt(directory, Metric.L2, VectorRows.allocate(499, 3));
            isCorrupt(directory, Metric.L2, VectorRows.allocate(501, 3));
            isCorrupt(directory, Metric.DOT, rows);
        }
    }

    private static void isCorrupt(Directory directory, Metric metric, VectorRows rows) {
        try (FileReader file = FileReader.open(directory, "graph", IndexCatalog.FORMAT)) {
            assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> IndexCatalog.open(file, metric, rows))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                    .withMessageContaining("'graph'");
        }
    }
}
