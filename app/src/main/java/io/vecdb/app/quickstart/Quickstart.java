package io.vecdb.app.quickstart;

import io.vecdb.api.EmbeddingModel;
import io.vecdb.app.cli.Session;
import io.vecdb.app.console.JsonOutput;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// One run of the quickstart: load, answer, go on asking. Says on standard error what it does; with
/// `--output json` it says nothing but the one object of [#answer] and how far loading has come.
final class Quickstart {
    private final Session session;
    private final WordNetCollection collection;
    private final EmbeddingModel model;
    private final int hits;
    private final AnswerText text;
    private double ingestSeconds;

    /// @param hits how many entries to show for a question
    Quickstart(Session session, WordNetCollection collection, EmbeddingModel model, int hits) {
        this.session = session;
        this.collection = collection;
        this.model = model;
        this.hits = hits;
        this.text = new AnswerText(session.console());
    }

    /// Brings the collection to so many entries.
    ///
    /// @param stopped asked now and then; true ends the work early
    /// @return false if it was stopped early
    boolean load(int entries, BooleanSupplier stopped) {
        long there = collection.count();
        if (there >= entries) {
            say(number(there) + " dictionary entries are there already.");
            return true;
        }
        say(
                "Loading "
                        + number(entries)
                        + " of WordNet's "
                        + number(WordNet.ENTRIES)
                        + " entries, the most used ones"
                        + (there == 0 ? "" : "; " + number(there) + " are there")
                        + ". Ctrl-C is safe.");
        Loader.Loaded loaded =
                new Loader(collection, model, session.console()).load(entries, stopped);
        ingestSeconds = loaded.seconds();
        if (!loaded.complete()) {
            session.remark(
                    "Stopped with "
                            + number(collection.count())
                            + " entries stored; the same command goes on from there.");
            return false;
        }
        say(
                number(loaded.added())
                        + " entries stored in "
                        + String.format(Locale.ROOT, "%.1f s.", loaded.seconds()));
        return true;
    }

    /// Answers these questions.
    void answer(List<Question> questions) {
        if (session.json()) {
            var node =
                    JsonOutput.object()
                            .put("points", collection.count())
                            .put("ingest_seconds", rounded(ingestSeconds));
            var array = node.putArray("queries");
            for (Question question : questions) {
                Answer answer = collection.ask(question, hits);
                array.addObject()
                        .put("query", question.text())
                        .put("millis", rounded(answer.millis()))
                        .set("hits", JsonOutput.hits(answer.hits()));
            }
            session.print(node);
            return;
        }
        for (Question question : questions) {
            session.print("");
            text.lines(collection.ask(question, hits)).forEach(session::print);
        }
    }

    /// Goes on with the questions that are typed.
    void prompt() {
        session.print("");
        Prompt prompt = new Prompt(session, question -> text.lines(collection.ask(question, hits)));
        try (TerminalReader reader = TerminalReader.open()) {
            prompt.run(reader::readLine);
        }
    }

    private void say(String line) {
        if (!session.json()) {
            session.remark(line);
        }
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
