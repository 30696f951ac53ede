package io.vecdb.bench;

import io.vecdb.api.DbException;
import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Normalizer;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.flat.FlatIndex;
import io.vecdb.vectors.VectorFormats;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The files that a benchmark works on: base vectors, queries and the true neighbours.
final class DataSet {
    @Option(names = "--data", required = true, description = "base vectors: .npy, .fvecs, .bvecs")
    private Path data = Path.of("");

    @Option(names = "--queries", required = true, description = "query vectors, same formats")
    private Path queryFile = Path.of("");

    @Option(names = "--truth", description = "true neighbours, .ivecs (default: computed)")
    private @Nullable Path truthFile;

    @Option(names = "--metric", description = "default: ${DEFAULT-VALUE}")
    private Metric metric = Metric.L2;

    @Option(names = "--k", description = "neighbours to find (default: ${DEFAULT-VALUE})")
    private int k = 10;

    private @Nullable Loaded loaded;

    /// What was read.
    ///
    /// @param rows as an index wants them: normalised under cosine
    /// @param queries the same
    /// @param bounds for each query the internal distance of the k-th true neighbour
    record Loaded(Metric metric, int k, VectorRows rows, List<float[]> queries, float[] bounds) {
        /// The share of true neighbours among what was found. A row whose distance does not exceed
        /// that of the k-th true neighbour counts, so equal distances are no loss.
        double recall(List<int[]> found) {
            long hits = 0;
            for (int i = 0; i < queries.size(); i++) {
                int[] ids = found.get(i);
                float[] distances = distances(metric, rows, queries.get(i), ids);
                Set<Integer> counted = new HashSet<>();
                for (int j = 0; j < ids.length; j++) {
                    // A collection normalises by itself, and rounding may then swap near ties.
                    float slack = Math.abs(bounds[i]) * 1e-6f;
                    if (distances[j] <= bounds[i] + slack && counted.add(ids[j])) {
                        hits++;
                    }
                }
            }
            return (double) hits / ((long) queries.size() * Math.min(k, rows.count()));
        }
    }

    Loaded load() throws IOException {
        if (loaded == null) {
            VectorRows rows = normalised(read(data));
            VectorRows queryRows = normalised(read(queryFile));
            List<float[]> queries = new ArrayList<>();
            for (int row = 0; row < queryRows.count(); row++) {
                queries.add(queryRows.row(row));
            }
            float[] bounds = truthFile == null ? computed(rows, queries) : given(rows, queries);
            loaded = new Loaded(metric, k, rows, queries, bounds);
        }
        return loaded;
    }

    String name() {
        return String.valueOf(data.getFileName());
    }

    private float[] computed(VectorRows rows, List<float[]> queries) {
        List<IndexQuery> asked =
                queries.stream().map(query -> new IndexQuery(query, k, 0)).toList();
        List<Neighbors> truth =
                new FlatIndex(rows, metric).searchAll(asked, AcceptSet.all(rows.count()));
        float[] bounds = new float[queries.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = truth.get(i).distances()[truth.get(i).size() - 1];
        }
        return bounds;
    }

    private float[] given(VectorRows rows, List<float[]> queries) throws IOException {
        int[][] truth;
        try (InputStream in = open(truthFile)) {
            truth = VectorFormats.readIvecs(in, String.valueOf(truthFile));
        }
        if (truth.length != queries.size() || truth[0].length < k) {
            throw DbException.invalid(
                    truthFile
                            + " holds "
                            + truth.length
                            + " lists, but there are "
                            + queries.size()
                            + " queries and "
                            + k
                            + " neighbours are wanted.");
        }
        float[] bounds = new float[queries.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = distances(metric, rows, queries.get(i), truth[i][k - 1])[0];
        }
        return bounds;
    }

    /// The internal distances from a query to rows.
    private static float[] distances(Metric metric, VectorRows rows, float[] query, int... ids) {
        VectorRows queries = VectorRows.allocate(1, rows.dimension());
        queries.put(0, query);
        float[] distances = new float[ids.length];
        Distances.best().kernel(metric).gather(queries, 0, rows, ids, ids.length, distances);
        return distances;
    }

    /// All vectors of a file.
    static VectorRows read(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return VectorFormats.read(in, file.toString());
        }
    }

    private static InputStream open(@Nullable Path file) throws IOException {
        if (file == null || !Files.isReadable(file)) {
            throw DbException.notFound("There is no readable file '" + file + "'.");
        }
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    private VectorRows normalised(VectorRows rows) {
        if (metric == Metric.COSINE) {
            for (int i = 0; i < rows.count(); i++) {
                float[] row = rows.row(i);
                Normalizer.normalize(row, row);
                rows.put(i, row);
            }
        }
        return rows;
    }
}
