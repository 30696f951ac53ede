package io.vecdb.app.search;

import io.vecdb.api.Collection;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Query;
import io.vecdb.api.SearchParams;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Models;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.VectorFields;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Table;
import io.vecdb.server.json.FilterJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `vecdb search`.
@Command(
        name = "search",
        description = {
            "Find the points that are nearest to a text or a vector.",
            "",
            "  vecdb search -c notes --text \"a machine that flies\" --filter '{\"year\": {\"$lt\":"
                    + " 1950}}'",
            ""
        })
public final class SearchCommand implements Callable<Integer> {
    private static final int ID_WIDTH_MAX = 40;

    private final Session session;

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = {"-c", "--collection"},
            paramLabel = "NAME",
            required = true,
            description = "The collection.")
    private String collection = "";

    @ArgGroup(multiplicity = "1")
    private Wanted wanted = new Wanted();

    @Option(
            names = "--row",
            paramLabel = "N",
            description = "The row of a file with many vectors, counted from 0 (default: 0).")
    private @Nullable Integer row;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            description = "The vector field to search (default: the only one, or the unnamed one).")
    private @Nullable String field;

    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "Only points that satisfy this condition; see docs/filters.md.")
    private @Nullable String filter;

    @Option(
            names = {"-k", "--k"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many points at most (default: 10).")
    private int k = 10;

    @Option(
            names = "--ef",
            paramLabel = "N",
            description =
                    "How many candidates a graph search keeps; more is slower and finds more.")
    private @Nullable Integer ef;

    @Option(names = "--exact", description = "Compute every distance instead of using the index.")
    private boolean exact;

    /// What to be near to.
    private static final class Wanted {
        @Option(names = "--text", paramLabel = "TEXT", description = "What to look for, in words.")
        private @Nullable String text;

        @Option(
                names = "--vector",
                paramLabel = "VECTOR",
                description =
                        "A JSON list of numbers, the name of a file that holds one, or of a .npy,"
                                + " .fvecs or .bvecs file.")
        private @Nullable String vector;
    }

    /// A command that runs in this session.
    public SearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Query query = query();
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            Collection points = workspace.database().collection(collection);
            Query placed =
                    query.field(field == null ? VectorFields.implied(points.config()) : field);
            requireModel(points.config().vectors().get(placed.field()), workspace.models());
            long start = System.nanoTime();
            List<Hit> hits = points.search(placed);
            print(hits, (System.nanoTime() - start) / 1e6);
        }
        return 0;
    }

    /// Finds out before the search whether a text's model is there.
    private void requireModel(@Nullable VectorConfig searched, Models models) {
        if (wanted.text != null && searched != null) {
            var _ = models.model(searched.model());
        }
    }

    private Query query() {
        String json = filter;
        Filter condition =
                json == null
                        ? Filter.all()
                        : UsageException.parse("--filter", () -> FilterJson.parse(json));
        return UsageException.check(() ->
                Query.nearest(vector())
                        .filter(condition)
                        .limit(k)
                        .params(new SearchParams(exact, ef, 0, null)));
    }

    private Vector vector() {
        if (wanted.text != null) {
            if (row != null) {
                throw new UsageException(
                        "--row chooses a row of --vector's file; --text has none.");
            }
            return Vector.text(wanted.text);
        }
        return new VectorArgument(wanted.vector == null ? "" : wanted.vector, row).read();
    }

    private void print(List<Hit> hits, double millis) {
        if (session.json()) {
            var node =
                    JsonOutput.object()
                            .put("collection", collection)
                            .put("millis", Math.round(millis * 1000) / 1000.0);
            node.set("hits", JsonOutput.hits(hits));
            session.print(node);
            return;
        }
        Table table =
                new Table(
                        List.of(
                                Table.Column.number("score"),
                                Table.Column.text("id", ID_WIDTH_MAX),
                                Table.Column.text("payload", Integer.MAX_VALUE)));
        for (Hit hit : hits) {
            table.row(
                    String.format(Locale.ROOT, "%.4f", hit.score()),
                    hit.id().toString(),
                    new Value.Struct(hit.payload()).toString());
        }
        var console = session.console();
        table.lines(console.tty().output() ? console.width() : 0).forEach(session::print);
    }
}
