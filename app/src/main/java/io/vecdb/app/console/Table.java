package io.vecdb.app.console;

import java.util.ArrayList;
import java.util.List;

/// An aligned text table. Columns are as wide as their widest cell, but no wider than their limit;
/// the last column takes what is left of the line. Cells that are longer end in an ellipsis.
///
/// Counts characters (code points), so wide characters shift what stands right of them.
///
/// Not thread-safe.
public final class Table {
    private static final String GAP = "  ";
    private static final int LAST_COLUMN_MIN = 10;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /// A column.
    ///
    /// @param title what stands above it
    /// @param right whether its cells are aligned to the right, as numbers are
    /// @param widthMax the most characters a cell may take
    public record Column(String title, boolean right, int widthMax) {
        /// A column of text.
        public static Column text(String title, int widthMax) {
            return new Column(title, false, widthMax);
        }

        /// A column of numbers.
        public static Column number(String title) {
            return new Column(title, true, Integer.MAX_VALUE);
        }
    }

    /// A table with these columns and no rows.
    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /// Adds a row; line breaks in cells become spaces.
    ///
    /// @throws IllegalArgumentException unless there is one cell for each column
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + columns.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell.replaceAll("\\s+", " ").strip());
        }
        rows.add(row);
        return this;
    }

    /// The lines, the titles first, none longer than `width` (unless the columns before the last
    /// leave it fewer than 10 characters, which it always gets) and without trailing spaces.
    ///
    /// @param width columns of the terminal; 0 means that the last column is not cut
    public List<String> lines(int width) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(int lineWidth) {
        int last = columns.size() - 1;
        int[] widths = new int[columns.size()];
        int used = 0;
        for (int i = 0; i <= last; i++) {
            widths[i] = length(columns.get(i).title());
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
            widths[i] = Math.min(widths[i], columns.get(i).widthMax());
            used += i < last ? widths[i] + GAP.length() : 0;
        }
        if (lineWidth > 0) {
            widths[last] = Math.min(widths[last], Math.max(LAST_COLUMN_MIN, lineWidth - used));
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cut(cells.get(i), widths[i]);
            String padding = " ".repeat(widths[i] - length(cell));
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).right() ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    /// The text, cut to so many characters with an ellipsis as the last one.
    public static String cut(String text, int characters) {
        if (length(text) <= characters) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, characters - 1)))
                        .stripTrailing()
                + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
