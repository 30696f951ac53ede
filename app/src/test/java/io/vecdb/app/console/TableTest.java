package io.vecdb.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class TableTest {
    private static final List<Table.Column> COLUMNS =
            List.of(
                    Table.Column.number("score"),
                    Table.Column.text("lemmas", 8),
                    Table.Column.text("gloss", Integer.MAX_VALUE));

    @Test
    void numbersAreAlignedRightAndTextsLeft() {
        Table table =
                new Table(COLUMNS).row("0.5", "dog", "a domestic animal").row("-0.25", "cat", "x");

        assertThat(table.lines(0))
                .containsExactly(
                        "score  lemmas  gloss",
                        "  0.5  dog     a domestic animal",
                        "-0.25  cat     x");
    }

    @Test
    void lastColumnIsCutToTheLine() {
        Table table = new Table(COLUMNS).row("0.5", "dog", "a domestic animal of the genus Canis");

        assertThat(table.lines(30))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(30))
                .last()
                .isEqualTo("  0.5  dog     a domestic ani…");
    }

    @Test
    void wideCellIsCutToItsColumn() {
        Table table = new Table(COLUMNS).row("0.5", "airplane, aeroplane", "x");

        assertThat(table.lines(0).getLast()).isEqualTo("  0.5  airplan…  x");
    }

    @Test
    void lineBreaksAndRunsOfBlanksBecomeOneBlank() {
        Table table = new Table(COLUMNS).row("1", "a\nb", "c \t d");

        assertThat(table.lines(0).getLast()).isEqualTo("    1  a b     c d");
    }

    @Test
    void characterOutsideOfTheBasicPlaneCountsAsOne() {
        assertThat(Table.cut("\uD83D\uDC36\uD83D\uDC36\uD83D\uDC36", 2)).isEqualTo("\uD83D\uDC36…");
        assertThat(Table.cut("\uD83D\uDC36\uD83D\uDC36", 2)).isEqualTo("\uD83D\uDC36\uD83D\uDC36");
    }

    @Test
    void rowWithAnotherNumberOfCellsIsRefused() {
        assertThatThrownBy(() -> new Table(COLUMNS).row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells for 3 columns");
    }
}
