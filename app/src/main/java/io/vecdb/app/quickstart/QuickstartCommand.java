package io.vecdb.app.quickstart;

import io.vecdb.DatabaseOptions;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.Filter;
import io.vecdb.api.Vector;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.StopSignal;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.server.ServerOptions;
import io.vecdb.app.server.Serving;
import io.vecdb.server.ServerConfig;
import io.vecdb.server.json.FilterJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `vecdb quickstart`.
@Command(
        name = "quickstart",
        description = {
            "Load a dictionary and ask it questions in your own words.",
            "The first run embeds entries of WordNet 3.1 and stores them in a durable database;"
                    + " later ones find them there.",
            ""
        })
public final class QuickstartCommand implements Callable<Integer> {
    private static final int HITS_MAX = 1000;

    private final Session session;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/quickstart",
            description = "The database's folder (default: ./data/quickstart).")
    private Path data = Path.of("data", "quickstart");

    @Option(
            names = "--limit",
            paramLabel = "N|all",
            defaultValue = "10000",
            description =
                    "How many entries, the most used ones first (default: 10000; all are 117791).")
    private String limit = "10000";

    @Option(
            names = "--query",
            paramLabel = "TEXT",
            description = "A question, in place of the built-in ones; can be given several times.")
    private List<String> queries = new ArrayList<>();

    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "Only entries that satisfy this, such as '{\"pos\": \"noun\"}'.")
    private @Nullable String filter;

    @Option(
            names = "--limit-hits",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many entries to show for a question (default: 5).")
    private int hits = 5;

    @Option(names = "--serve", description = "Serve the database over HTTP, until Ctrl-C.")
    private boolean serve;

    @Mixin private ServerOptions serverOptions = new ServerOptions();

    /// A command that runs in this session.
    public QuickstartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DataOption.checked(data);
        int entries = entries();
        List<Question> questions = questions();
        ServerConfig serverConfig = serverOptions.config();
        if (hits < 1 || hits > HITS_MAX) {
            throw new UsageException("--limit-hits must lie in 1 to 1000, not " + hits + ".");
        }
        // Closed in the reverse order: the process may go only when the database is closed.
        try (StopSignal signal = StopSignal.watch();
                Workspace workspace = open();
                Serving serving = serve ? serving(workspace, serverConfig) : null) {
            workspace.models().loadAhead();
            EmbeddingModel model = workspace.models().local();
            WordNetCollection collection = WordNetCollection.open(workspace.database(), model);
            Quickstart quickstart = new Quickstart(session, collection, model, hits);
            if (!quickstart.load(entries, signal::raised)) {
                return 1;
            }
            quickstart.answer(questions);
            if (serving != null) {
                serving.run(data, signal::await);
            } else if (!session.json() && session.console().interactive()) {
                // From here on Ctrl-C belongs to the prompt, and nothing is being written.
                signal.release();
                quickstart.prompt();
            }
        }
        return 0;
    }

    private Workspace open() {
        return serve
                ? Workspace.openForServing(session, data, DatabaseOptions.DEFAULT)
                : Workspace.open(session, data);
    }

    /// Started before the loading, so that a port that is taken is not learned of after it.
    private Serving serving(Workspace workspace, ServerConfig config) {
        var out = session.json() ? session.console().err() : session.console().out();
        return Serving.start(session, out, workspace.database(), config);
    }

    private int entries() {
        if (limit.equals("all")) {
            return WordNet.ENTRIES;
        }
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= WordNet.ENTRIES) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same advice as for a number that is out of range.
        }
        throw new UsageException(
                "--limit must be a number from 1 to "
                        + WordNet.ENTRIES
                        + " or 'all', not '"
                        + limit
                        + "'.");
    }

    private static Question question(String text) {
        UsageException.parse("--query", () -> Vector.text(text));
        return Question.anywhere(text);
    }

    private List<Question> questions() {
        List<Question> asked =
                queries.isEmpty()
                        ? Question.BUILT_IN
                        : queries.stream().map(QuickstartCommand::question).toList();
        if (filter == null) {
            return asked;
        }
        String text = filter;
        Filter condition = UsageException.parse("--filter", () -> FilterJson.parse(text));
        return asked.stream().map(question -> question.within(condition, text)).toList();
    }
}
