package io.vecdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Every contestant once, at its smallest size: that it runs, not how fast.
class ContestantsTest {
    private static final int COUNT = 1_000;

    private final RandomVectors random = new RandomVectors(8);

    @Test
    void durableIngestCountsWhatTheLogDidAndGivesTheSameToTheDisk() throws IOException {
        Map<String, Object> summary =
                once(new DurableIngest("always", 2, 10, Points.range(0, COUNT, random::vector), 8));
        assertThat(summary).containsEntry("points", COUNT);
        assertThat((Double) summary.get("log_writes")).isBetween(1.0, COUNT / 10.0);
        assertThat((Double) summary.get("acknowledged_writes_per_sync")).isGreaterThanOrEqualTo(1);
        assertThat((Double) summary.get("share_of_raw_append")).isPositive();
    }

    @Test
    void sqliteTakesBothJournalModesAndSizesOfTransactions() throws IOException {
        List<SqliteIngest.Row> rows =
                LongStream.range(0, 20)
                        .mapToObj(number -> SqliteIngest.Row.of(number, random.vector(number)))
                        .toList();
        for (String journalMode : List.of("WAL", "DELETE")) {
            for (int transaction : new int[] {1, 15}) {
                assertThat(once(new SqliteIngest(journalMode, transaction, rows)))
                        .containsEntry("points", 20)
                        .containsEntry("journal_mode", journalMode);
            }
        }
    }

    @Test
    void sustainedIngestEndsWithAllPointsInGraphs() throws IOException {
        GraphData data = new GraphData();
        Map<String, Object> summary = once(new SustainedIngest(data.load(COUNT + 7), 1));
        assertThat(summary).containsEntry("points", COUNT).containsEntry("segments_at_end", 1);
    }

    private static Map<String, Object> once(Contestant contestant) throws IOException {
        Path path;
        try (TemporaryFolder folder = new TemporaryFolder.Place().create()) {
            path = folder.path();
            assertThat(contestant.run(folder, true)).contains("points/s");
        }
        assertThat(Files.exists(path)).isFalse();
        return contestant.summary();
    }
}
