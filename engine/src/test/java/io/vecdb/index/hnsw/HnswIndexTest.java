package io.vecdb.index.hnsw;

import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.VectorIndexContract;
import io.vecdb.vectors.VectorRows;

class HnswIndexTest extends VectorIndexContract {
    @Override
    protected VectorIndex build(VectorRows rows, Metric metric) {
        IndexConfig.Hnsw config = new IndexConfig.Hnsw(16, 100, 0);
        return new HnswBuilder(config, metric, 2, 1, done -> {}).build(rows);
    }

    @Override
    protected double recallFloor() {
        return 0.95;
    }
}
