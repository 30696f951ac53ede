package io.vecdb.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class ProgressTest {
    private static final String CLEAR = "\r\033[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long nanos = 77;

    @Test
    void lineShowsCountPercentRateAndTimeLeft() {
        ProgressLine line = new ProgressLine("Embedding", 10_000, 0);

        assertThat(line.format(4_000, 0.4, Duration.ofSeconds(40), 0))
                .isEqualTo("Embedding 4,000/10,000   40%  100/s  1:00 left");
    }

    @Test
    void lineFillsTheBarAsFarAsTheWorkIsDoneAndFitsTheWidth() {
        ProgressLine line = new ProgressLine("Embedding", 10_000, 0);

        String text = line.format(5_000, 0.5, Duration.ofSeconds(50), 80);

        assertThat(text)
                .startsWith("Embedding [=")
                .contains(">")
                .endsWith("5,000/10,000   50%  100/s  0:50 left")
                .hasSizeLessThan(80);
        String bar = text.substring(text.indexOf('[') + 1, text.indexOf(']'));
        assertThat(bar.lastIndexOf('=') + 1).isEqualTo(bar.length() / 2);
    }

    @Test
    void narrowTerminalGetsNoBar() {
        ProgressLine line = new ProgressLine("Embedding", 10_000, 0);

        assertThat(line.format(5_000, 0.5, Duration.ofSeconds(50), 50))
                .isEqualTo("Embedding 5,000/10,000   50%  100/s  0:50 left");
    }

    @Test
    void whatEarlierRunsDidCountsForTheBarButNotForTheRate() {
        ProgressLine line = new ProgressLine("Embedding", 1_000, 900);

        assertThat(line.format(950, 0.95, Duration.ofSeconds(10), 0))
                .isEqualTo("Embedding 950/1,000   95%  5.0/s  0:10 left");
    }

    @Test
    void nothingDoneMeansNoRateAndNoTimeLeft() {
        ProgressLine line = new ProgressLine("Embedding", 1_000, 0);

        assertThat(line.format(0, 0, Duration.ZERO, 0)).isEqualTo("Embedding 0/1,000    0%");
    }

    @Test
    void unknownTotalShowsCountRateAndTimeTaken() {
        ProgressLine line = new ProgressLine("Importing", 0, 0);

        assertThat(line.format(1_200, Double.NaN, Duration.ofSeconds(60), 80))
                .isEqualTo("Importing 1,200  20/s  1:00");
    }

    @Test
    void completeWorkShowsTheTimeItTook() {
        ProgressLine line = new ProgressLine("Embedding", 100, 0);

        assertThat(line.format(100, 1, Duration.ofSeconds(3_723), 0))
                .isEqualTo("Embedding 100/100  100%  0.0/s  1:02:03");
    }

    @Test
    void terminalLineIsRedrawnAtMostTenTimesASecond() {
        Progress progress = progress(100);
        progress.done(1);
        advance(50);
        progress.done(2);
        advance(50);
        progress.done(3);

        assertThat(written().split("\r", -1)).hasSize(3);
        assertThat(written())
                .startsWith(CLEAR + "Embedding")
                .contains(" 3/10")
                .doesNotContain("\n");
    }

    @Test
    void logGetsALineEveryFiveSeconds() {
        Progress progress = progress(0);
        for (int i = 1; i <= 10; i++) {
            advance(1_000);
            progress.done(i);
        }

        assertThat(written().lines().map(line -> line.substring(0, 15)))
                .containsExactly("Embedding 5/10 ", "Embedding 10/10");
    }

    @Test
    void remarkTakesThePlaceOfTheBarAndTheBarComesBack() {
        Progress progress = progress(100);
        progress.say("line 3: bad");
        advance(200);
        progress.done(4);
        progress.close();

        assertThat(written())
                .contains(CLEAR + "line 3: bad\n" + CLEAR + "Embedding")
                .endsWith("\n");
    }

    @Test
    void finishShowsTheLastStateEvenIfTheLineWasJustDrawn() {
        Progress progress = progress(100);
        progress.finish(10, true);

        assertThat(written()).contains("10/10").contains("100%").endsWith("\n");
    }

    private Progress progress(int width) {
        return new Progress(out, width, () -> nanos, new ProgressLine("Embedding", 10, 0));
    }

    private void advance(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
