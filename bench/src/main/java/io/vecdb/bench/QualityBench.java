package io.vecdb.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Whether people find what they mean: questions whose expected entries were written down before
/// any of them was asked (`wordnet-questions.json`), on the database of `vecdb quickstart`.
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = "Asks fixed questions of the quickstart's database and counts good answers.")
final class QualityBench implements Callable<Integer> {
    private static final int HITS = 5;

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
        List<Map<String, Object>> rows = new ArrayList<>();
        try (EmbeddingModel model = new MiniLmModel();
                Database database =
                        VecDb.open(
                                data,
                                DatabaseOptions.DEFAULT.withModels(EmbeddingModels.of(model)))) {
            Collection collection = database.collection("wordnet");
            int found = 0;
            for (Question question : questions()) {
                List<Hit> hits = collection.search(Query.text(question.question).limit(HITS));
                int rank = 0;
                for (int i = 0; i < hits.size() && rank == 0; i++) {
                    rank = question.isAnsweredBy(hits.get(i)) ? i + 1 : 0;
                }
                found += rank > 0 ? 1 : 0;
                output.row(
                        String.format(
                                "%-2s %-62s %-14s %s",
                                rank == 0 ? "-" : rank,
                                question.question,
                                question.lemma,
                                rank == 0 ? firstLemmas(hits) : ""));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("question", question.question);
                row.put("expected", question.lemma);
                row.put("rank", rank);
                rows.add(row);
            }
            long points = collection.count(Filter.all());
            output.row(
                    String.format(
                            "%d of %d expected entries among the first %d of %d",
                            found, rows.size(), HITS, points));
            output.result(
                    Map.of(
                            "points",
                            points,
                            "questions",
                            rows.size(),
                            "found",
                            found,
                            "rows",
                            rows));
        }
        return 0;
    }

    private static String firstLemmas(List<Hit> hits) {
        return hits.stream()
                .map(hit -> String.valueOf(hit.payload().get("lemmas")))
                .toList()
                .toString();
    }

    private static List<Question> questions() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        QualityBench.class.getResourceAsStream("wordnet-questions.json"))) {
            return List.of(new ObjectMapper().readValue(in, Question[].class));
        }
    }
}
