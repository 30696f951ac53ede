package io.vecdb.app.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Metric;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.StopSignal;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Progress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Locale;
import java.util.concurrent.Callable;

/// `vecdb import`.
@Command(
        name = "import",
        description = {
            "Import points from a file with one JSON object a line.",
            "",
            "  {\"id\": 1, \"text\": \"a machine that flies\", \"year\": 1903}",
            "  {\"id\": 2, \"vector\": [0.1, 0.7], \"payload\": {\"year\": 1969}}",
            "",
            "The collection is created in the shape of the first line if it does not exist. Started"
                + " again after an interruption it goes on where it was: what the collection holds"
                + " already is not written again.",
            ""
        })
public final class ImportCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    @Parameters(
            paramLabel = "FILE",
            description = "The file, which may be compressed with gzip; - for standard input.")
    private String file = "";

    @Option(
            names = {"-c", "--collection"},
            paramLabel = "NAME",
            required = true,
            description = "The collection.")
    private String collection = "";

    @Option(
            names = "--id-field",
            paramLabel = "FIELD",
            defaultValue = "id",
            description =
                    "Where a point's id is (default: id). Without an id a point gets a UUID made"
                            + " from its line.")
    private String idField = "id";

    @Option(
            names = "--vector-field",
            paramLabel = "FIELD",
            defaultValue = "vector",
            description = "Where a point's vector is (default: vector).")
    private String vectorField = "vector";

    @Option(
            names = "--text-field",
            paramLabel = "FIELD",
            defaultValue = "text",
            description =
                    "Where the text is that is embedded if there is no vector (default: text).")
    private String textField = "text";

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "500",
            description = "Lines to write at once, 1 to 10000 (default: 500).")
    private int batch = 500;

    @Option(
            names = "--on-error",
            paramLabel = "stop|skip",
            defaultValue = "stop",
            description = "What to do at a bad line (default: stop).")
    private OnError onError = OnError.STOP;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            defaultValue = "cosine",
            description = "The metric of a collection that is created (default: cosine).")
    private String metric = "cosine";

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "The model of a text collection that is created (default: all-MiniLM-L6-v2).")
    private @Nullable String model;

    /// A command that runs in this session.
    public ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (batch < 1 || batch > 10_000) {
            throw new UsageException("--batch must lie in 1 to 10000, not " + batch + ".");
        }
        UsageException.check(() -> CollectionConfig.requireName("collection", collection));
        Metric nearness = UsageException.parse("--metric", () -> Metric.parse(metric));
        LineParser parser = new LineParser(idField, vectorField, textField);
        long start = System.nanoTime();
        ImportReport report;
        try (StopSignal stop = StopSignal.watch();
                ImportSource source =
                        ImportSource.open(file, session.console().in(), stop::raised);
                Workspace workspace = Workspace.open(session, data.folder());
                Progress progress = Progress.unknown(session.console(), "Importing")) {
            ImportTarget target =
                    new ImportTarget(
                            workspace,
                            collection,
                            nearness,
                            model,
                            made -> progress.say("Created the collection '" + made.name() + "'."));
            report =
                    new Importer(target, parser, onError, batch)
                            .run(source, progress, stop::raised);
            progress.finish(report.lines(), report.complete());
        }
        print(report, (System.nanoTime() - start) / 1e9);
        return report.bad() == 0 && report.complete() ? 0 : 1;
    }

    private void print(ImportReport report, double seconds) {
        if (session.json()) {
            session.print(json(report, seconds));
            return;
        }
        session.print(
                String.format(
                        Locale.ROOT,
                        "%s%,d points written to '%s', %,d unchanged, %,d bad lines left out, in"
                                + " %.1f s.",
                        report.complete() ? "" : "Stopped early: ",
                        report.written(),
                        collection,
                        report.unchanged(),
                        report.bad(),
                        seconds));
    }

    private ObjectNode json(ImportReport report, double seconds) {
        ObjectNode node =
                JsonOutput.object()
                        .put("collection", collection)
                        .put("complete", report.complete())
                        .put("lines", report.lines())
                        .put("written", report.written())
                        .put("unchanged", report.unchanged())
                        .put("bad", report.bad());
        var lines = node.putArray("bad_lines");
        report.badLines()
                .forEach(bad ->
                        lines.addObject().put("line", bad.line()).put("reason", bad.reason()));
        return node.put("seconds", Math.round(seconds * 1000) / 1000.0);
    }
}
