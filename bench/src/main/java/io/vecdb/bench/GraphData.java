package io.vecdb.bench;

import io.vecdb.api.DbException;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/// The vectors of benchmarks that build graphs: those of a file, or random ones.
final class GraphData {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "vectors: .npy, .fvecs or .bvecs (default: random ones)")
    private @Nullable Path data;

    @Option(
            names = "--dimension",
            paramLabel = "N",
            description = "dimension of random vectors (default: ${DEFAULT-VALUE})")
    private int dimension = 128;

    /// At most so many rows of the file, or so many random ones.
    VectorRows load(int most) throws IOException {
        if (data != null) {
            VectorRows rows = DataSet.read(data);
            if (rows.count() < Points.BATCH) {
                throw DbException.invalid(
                        name()
                                + " holds "
                                + rows.count()
                                + " vectors; at least "
                                + Points.BATCH
                                + " are needed.");
            }
            return new VectorRows(
                    rows.segment(),
                    rows.offset(),
                    Math.min(most, rows.count()),
                    rows.dimension(),
                    rows.guard());
        }
        RandomVectors random = new RandomVectors(dimension);
        VectorRows rows = VectorRows.allocate(most, dimension);
        for (int i = 0; i < most; i++) {
            rows.put(i, random.vector(i));
        }
        return rows;
    }

    String name() {
        return data == null ? "random" : String.valueOf(data.getFileName());
    }

    /// Dimension of random vectors.
    int dimension() {
        return dimension;
    }
}
