package io.vecdb.index.flat;

import io.vecdb.api.Metric;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.VectorIndexContract;
import io.vecdb.vectors.VectorRows;

class FlatIndexTest extends VectorIndexContract {
    @Override
    protected VectorIndex build(VectorRows rows, Metric metric) {
        return new FlatIndex(rows, metric);
    }

    @Override
    protected double recallFloor() {
        return 1;
    }
}
