package io.vecdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class ReportTest {
    @Test
    void figuresStandOnALineEachAndWhatBelongsTogetherIsIndented() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("points", 12_345);
        figures.put("warm", Map.of("seconds", 0.25));
        figures.put("rows", List.of(Map.of("rate", 1234.5), Map.of("rate", 2.0)));
        assertThat(Report.text(figures).lines().map(line -> line.replaceAll("(?<=\\S) +", " ")))
                .containsExactly(
                        "points 12,345",
                        "warm",
                        "  seconds 0.250",
                        "rows",
                        "  rate 1,235",
                        "rows",
                        "  rate 2.00");
    }
}
