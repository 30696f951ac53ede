package io.vecdb.app.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.VectorConfig;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Models;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Workspace;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `vecdb collection create`.
@Command(
        name = "create",
        description = {
            "Create a collection with one vector field.",
            "",
            "  vecdb collection create notes --text",
            "  vecdb collection create photos --dimension 512 --payload-index year:integer",
            ""
        })
final class CreateCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "1 to 255 of the characters A-Z a-z 0-9 _ -")
    private String name = "";

    @Option(
            names = "--text",
            description = "Its points are texts, whose vectors are made by the embedding model.")
    private boolean text;

    @Option(
            names = "--dimension",
            paramLabel = "N",
            description = "Its points are vectors of N numbers.")
    private @Nullable Integer dimension;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            defaultValue = "cosine",
            description = "cosine, dot, l2 or manhattan (default: cosine).")
    private String metric = "cosine";

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "The model that embeds texts (default with --text: all-MiniLM-L6-v2).")
    private @Nullable String model;

    @Option(
            names = "--index",
            paramLabel = "INDEX",
            defaultValue = "hnsw",
            description =
                    "hnsw or flat, or with parameters: hnsw:m=16,ef_construction=200,"
                            + "full_scan_threshold=10000 (default: hnsw).")
    private String index = "hnsw";

    @Option(
            names = "--payload-index",
            paramLabel = "FIELD:TYPE",
            description =
                    "A payload field to index for filters, as keyword, integer, float or bool; can"
                            + " be given several times.")
    private List<String> payloadIndexes = new ArrayList<>();

    CreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean texts = text || model != null;
        if (!texts && dimension == null) {
            throw new UsageException(
                    "Say what its points are: texts (--text) or vectors (--dimension N).");
        }
        Metric nearness = UsageException.parse("--metric", () -> Metric.parse(metric));
        IndexConfig vectorIndex = UsageException.parse("--index", () -> IndexText.parse(index));
        Map<String, PayloadIndexType> indexes = PayloadIndexArguments.parse(payloadIndexes);
        UsageException.check(() -> CollectionConfig.requireName("collection", name));
        // All that can be wrong is found before the database is opened, which would create it.
        VectorConfig vector =
                texts || dimension == null ? embedded(nearness) : given(dimension, nearness);
        CollectionConfig config =
                new CollectionConfig(Map.of("", vector.withIndex(vectorIndex)), indexes);
        try (Workspace workspace = Workspace.open(session, data.folder())) {
            CollectionReport report =
                    CollectionReport.of(workspace.database().createCollection(name, config));
            if (session.json()) {
                session.print(report.json());
            } else {
                session.print("Created " + report.sentence());
            }
        }
        return 0;
    }

    private static VectorConfig given(int dimension, Metric nearness) {
        return UsageException.parse("--dimension", () -> VectorConfig.of(dimension, nearness));
    }

    private VectorConfig embedded(Metric nearness) {
        try (Models models = Models.configured(session.console().environment())) {
            return embedded(models.model(model), nearness);
        }
    }

    private VectorConfig embedded(EmbeddingModel embedding, Metric nearness) {
        if (dimension != null && dimension != embedding.dimension()) {
            throw new UsageException(
                    "The model "
                            + embedding.name()
                            + " has "
                            + embedding.dimension()
                            + " dimensions, not "
                            + dimension
                            + "; leave --dimension out.");
        }
        return VectorConfig.of(embedding.dimension(), nearness).withModel(embedding.name());
    }
}
