package io.vecdb.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Hit;
import io.vecdb.api.Point;
import io.vecdb.app.RecordedConsole;
import io.vecdb.app.console.Tty;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class AnswerTextTest {
    private static final Entry AIRPLANE =
            new Entry(
                    102694015L,
                    "airplane, aeroplane, plane",
                    "noun",
                    "noun.artifact",
                    "an aircraft that has a fixed wing and is powered by propellers or jets",
                    9);

    @Test
    void answerIsATableUnderTheQuestion() {
        List<String> lines = lines(Tty.NONE, List.of(hit(0.61234f)));

        assertThat(lines)
                .containsExactly(
                        "a machine that flies  {\"pos\": \"noun\"}  4 ms",
                        "score  lemmas                      pos   gloss",
                        "0.612  airplane, aeroplane, plane  noun  " + AIRPLANE.gloss());
    }

    @Test
    void glossIsCutToTheTerminal() {
        List<String> lines = lines(new Tty.Fixed(false, true, true, 60), List.of(hit(0.6f)));

        assertThat(lines.getLast().replaceAll("\033\\[\\d*m", "")).hasSize(60).endsWith("…");
    }

    @Test
    void noHitsAreSaidInWords() {
        assertThat(lines(Tty.NONE, List.of()).getLast())
                .isEqualTo("No entry satisfies the filter.");
    }

    private static List<String> lines(Tty tty, List<Hit> hits) {
        Question question =
                Question.anywhere("a machine that flies")
                        .within(io.vecdb.api.Filter.eq("pos", "noun"), "{\"pos\": \"noun\"}");
        return new AnswerText(new RecordedConsole("", tty).console())
                .lines(new Answer(question, 4.2, hits));
    }

    private static Hit hit(float score) {
        return new Hit(score, new Point(AIRPLANE.pointId(), Map.of(), AIRPLANE.payload()));
    }
}
