package io.vecdb.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Query;
import io.vecdb.api.Value;
import io.vecdb.embeddings.MiniLmModel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Whether people find what they mean: questions whose expected entries were written down before
/// any of them was asked, on the database of `vecdb quickstart`.
///
/// `wordnet-plain.json` says what a thing is, as one looks up a word that one forgot;
/// `wordnet-situations.json` describes situations around it, which is harder. What the search does
/// may be tuned on `wordnet-development.json` alone. `wordnet-confirmation.json` was written down
/// after all tuning; nothing was changed after it was asked.
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = "Asks fixed questions of the quickstart's database and counts good answers.")
final class QualityBench implements Callable<Integer> {
    private static final List<String> SETS =
            List.of("confirmation", "plain", "situations", "development");
    private static final int HITS = 5;

    /// How deep the expected entry is looked for, by comparing all entries.
    private static final int DEPTH = 100;

    @Mixin private Main.Output output = new Main.Output();

    @Option(names = "--data", description = "default: ${DEFAULT-VALUE}")
    private Path data = Path.of("data", "quickstart");

    /// A question and the entry that is expected among the first hits.
    ///
    /// @param lexname the lexicographer category that tells the meanings of a lemma apart
    private record Question(String question, String lemma, String lexname) {
        boolean isAnsweredBy(Hit hit) {
            return hit.payload().get("lemmas") instanceof Value.Text lemmas
                    && List.of(lemmas.value().split(", ")).contains(lemma)
                    && new Value.Text(lexname).equals(hit.payload().get("lexname"));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(data.resolve("c-1"))) {
            throw DbException.notFound(
                    "There is no database in "
                            + data
                            + "; make one with ./vecdb quickstart --limit all --data "
                            + data
                            + ".");
        }
        try (EmbeddingModel model = new MiniLmModel();
                Database database =
                        VecDb.open(
                                data,
                                DatabaseOptions.DEFAULT.withModels(EmbeddingModels.of(model)))) {
            Collection collection = database.collection("wordnet");
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("points", collection.count(Filter.all()));
            for (String set : SETS) {
                result.put(set, ask(collection, set));
            }
            output.result(result);
        }
        return 0;
    }

    private Map<String, Object> ask(Collection collection, String set) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        int found = 0;
        for (Question question : questions(set)) {
            Query query = Query.text(question.question).limit(HITS);
            List<Hit> hits = collection.search(query);
            found += rank(question, hits) > 0 ? 1 : 0;
            int rank = rank(question, collection.search(query.limit(DEPTH).exact()));
            output.row(
                    String.format(
                            "%-4s %-62s %-14s %s",
                            rank == 0 ? ">" + DEPTH : rank,
                            question.question,
                            question.lemma,
                            hits.isEmpty() ? "" : hits.getFirst().payload().get("lemmas")));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("question", question.question);
            row.put("expected", question.lemma);
            row.put("rank", rank);
            rows.add(row);
        }
        output.row(
                String.format(
                        "%s: %d of %d expected entries among the first %d of %d%n",
                        set, found, rows.size(), HITS, collection.count(Filter.all())));
        return Map.of("questions", rows.size(), "found", found, "rows", rows);
    }

    /// The rank of the first hit that is expected, from 1; 0 if there is none.
    private static int rank(Question question, List<Hit> hits) {
        for (int i = 0; i < hits.size(); i++) {
            if (question.isAnsweredBy(hits.get(i))) {
                return i + 1;
            }
        }
        return 0;
    }

    private static List<Question> questions(String set) throws IOException {
        String name = "wordnet-" + set + ".json";
        try (InputStream in =
                Objects.requireNonNull(QualityBench.class.getResourceAsStream(name), name)) {
            return List.of(new ObjectMapper().readValue(in, Question[].class));
        }
    }
}
