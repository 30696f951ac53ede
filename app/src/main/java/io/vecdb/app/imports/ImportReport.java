package io.vecdb.app.imports;

import java.util.List;

/// What an import came to.
///
/// @param lines lines that were read, blank ones aside
/// @param written points that were inserted or replaced
/// @param unchanged points that the collection held already, as the line says them
/// @param bad lines that were left out
/// @param badLines the first [#BAD_LINES_KEPT] of them
/// @param complete false if it was stopped before the end
record ImportReport(
        long lines,
        long written,
        long unchanged,
        long bad,
        List<BadLine> badLines,
        boolean complete) {
    /// How many bad lines are remembered with their reason.
    static final int BAD_LINES_KEPT = 100;

    /// A line that was left out.
    ///
    /// @param line its number, counted from 1
    /// @param reason what is wrong with it
    record BadLine(long line, String reason) {}
}
