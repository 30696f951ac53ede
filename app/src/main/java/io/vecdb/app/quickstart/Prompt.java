package io.vecdb.app.quickstart;

import io.vecdb.api.DbException;
import io.vecdb.api.Filter;
import io.vecdb.app.cli.Session;
import io.vecdb.server.json.FilterJson;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Asks for questions until there are no more. A line that begins with a colon is a command.
final class Prompt {
    static final String HINT = "Ask anything, or :help. Ctrl-D leaves.";

    private static final List<String> HELP =
            List.of(
                    "  any words          the entries whose meaning is nearest to them",
                    "  :filter {\"pos\": \"noun\"}",
                    "                     only entries that satisfy the filter, from now on",
                    "  :filter            all entries again",
                    "  :help              this",
                    "  :quit or Ctrl-D    leave",
                    "  Fields to filter by: lemmas, pos, lexname (such as noun.animal), gloss,",
                    "  gloss_length. Operators: $eq $ne $in $gt $gte $lt $lte $exists and more,"
                            + " see",
                    "  docs/filters.md.");

    private final Session session;
    private final Function<Question, List<String>> answers;
    private Filter filter = Filter.all();
    private String filterText = "";

    /// @param answers turns a question into the lines to show
    Prompt(Session session, Function<Question, List<String>> answers) {
        this.session = session;
        this.answers = answers;
    }

    /// Takes lines until there is none or one says `:quit`. What is wrong with a line is told, and
    /// the next one is taken.
    ///
    /// @param reader the next line, or null at the end of the input
    void run(Supplier<@Nullable String> reader) {
        session.print(HINT);
        String line = reader.get();
        while (line != null && !line.strip().matches(":(q|quit|exit)")) {
            try {
                take(line.strip());
            } catch (DbException e) {
                session.print("error: " + e.getMessage());
            }
            line = reader.get();
        }
    }

    private void take(String line) {
        if (line.isEmpty()) {
            return;
        }
        if (!line.startsWith(":")) {
            answers.apply(new Question(line, filter, filterText)).forEach(session::print);
            session.print("");
        } else if (line.equals(":help")) {
            HELP.forEach(session::print);
        } else if (line.equals(":filter")) {
            filter = Filter.all();
            filterText = "";
            session.print("No filter.");
        } else if (line.startsWith(":filter ")) {
            String text = line.substring(":filter ".length()).strip();
            filter = FilterJson.parse(text);
            filterText = text;
            session.print("Filter: " + text);
        } else {
            session.print("There is no command '" + line + "'; see :help.");
        }
    }
}
