package io.vecdb.app.quickstart;

import io.vecdb.api.Hit;
import io.vecdb.api.Value;
import io.vecdb.app.console.Console;
import io.vecdb.app.console.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Answers for a person to read: the question, then a table of the entries.
final class AnswerText {
    private static final int LEMMAS_WIDTH = 30;

    private final Console console;

    AnswerText(Console console) {
        this.console = console;
    }

    /// The lines for an answer. Glosses are cut to the terminal's width; where there is no terminal
    /// they are whole.
    List<String> lines(Answer answer) {
        Question question = answer.question();
        String filter = question.filterText().isEmpty() ? "" : "  " + question.filterText();
        List<String> lines = new ArrayList<>();
        lines.add(
                console.bold(question.text() + filter)
                        + console.dim(String.format(Locale.ROOT, "  %.0f ms", answer.millis())));
        if (answer.hits().isEmpty()) {
            lines.add("No entry satisfies the filter.");
            return lines;
        }
        Table table =
                new Table(
                        List.of(
                                Table.Column.number("score"),
                                Table.Column.text("lemmas", LEMMAS_WIDTH),
                                Table.Column.text("pos", LEMMAS_WIDTH),
                                Table.Column.text("gloss", Integer.MAX_VALUE)));
        for (Hit hit : answer.hits()) {
            table.row(
                    String.format(Locale.ROOT, "%.3f", hit.score()),
                    field(hit, "lemmas"),
                    field(hit, "pos"),
                    field(hit, "gloss"));
        }
        List<String> rows = table.lines(console.tty().output() ? console.width() : 0);
        lines.add(console.dim(rows.getFirst()));
        lines.addAll(rows.subList(1, rows.size()));
        return lines;
    }

    private static String field(Hit hit, String name) {
        return hit.payload().get(name) instanceof Value.Text text ? text.value() : "";
    }
}
