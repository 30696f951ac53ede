package io.vecdb.app.imports;

import io.vecdb.api.Collection;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Fields;
import io.vecdb.api.Include;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Vector;
import io.vecdb.app.console.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Writes the lines of a source to a collection, in batches that are durable one after the other.
///
/// A line whose point is in the collection already with the same payload and vector (for a text:
/// the same payload, which holds the text) is neither embedded nor written again. So an import that
/// was interrupted, in whatever way, goes on when it is started again, and importing a corrected
/// file costs what the corrections cost; no note of what was done is kept anywhere.
///
/// Used for one import; not thread-safe.
final class Importer {
    /// Lines are held until so many bytes of them; keeps a batch within the API's limit for a
    /// write.
    private static final int BATCH_BYTES_MAX = 8 << 20;

    private final ImportTarget target;
    private final LineParser parser;
    private final OnError onError;
    private final int batchLines;

    private final Map<PointId, NumberedPoint> batch = new LinkedHashMap<>();
    private final List<ImportReport.BadLine> badLines = new ArrayList<>();

    /// The bad ones among the lines of the batch that is being collected.
    private final List<ImportReport.BadLine> refused = new ArrayList<>();

    private @Nullable LineReader reader;
    private boolean interrupted;
    private long batchBytes;
    private long lines;
    private long written;
    private long unchanged;
    private long bad;

    /// @param batchLines lines that are written at once, at most
    Importer(ImportTarget target, LineParser parser, OnError onError, int batchLines) {
        this.target = target;
        this.parser = parser;
        this.onError = onError;
        this.batchLines = batchLines;
    }

    private record NumberedPoint(long line, Point point) {}

    /// Reads the source to its end.
    ///
    /// @param progress told after every batch, and of every bad line
    /// @param stopped asked after every batch; true ends the import, as does a source that says so
    ///   with an [InterruptedIOException]
    /// @throws DbException INVALID_ARGUMENT for a bad line if that is to end the import; all lines
    ///   before it are written then
    ImportReport run(ImportSource source, Progress progress, BooleanSupplier stopped) {
        boolean complete = true;
        for (LineReader.Line line = next(source); line != null; line = next(source)) {
            lines++;
            take(line, progress);
            if (batch.size() + refused.size() >= batchLines || batchBytes >= BATCH_BYTES_MAX) {
                write(progress);
                progress.done(lines, source.fraction());
                if (stopped.getAsBoolean()) {
                    complete = false;
                    break;
                }
            }
        }
        write(progress);
        return new ImportReport(lines, written, unchanged, bad, badLines, complete && !interrupted);
    }

    private LineReader.@Nullable Line next(ImportSource source) {
        try {
            LineReader known = reader == null ? new LineReader(source.content()) : reader;
            reader = known;
            return known.next();
        } catch (InterruptedIOException e) {
            interrupted = true;
            return null;
        } catch (IOException e) {
            throw ImportSource.unreadable(source.name(), e);
        }
    }

    private void take(LineReader.Line line, Progress progress) {
        Point point;
        try {
            byte[] bytes = line.bytes();
            if (bytes == null) {
                throw DbException.invalid(
                        "it is longer than " + LineReader.LINE_BYTES_MAX + " bytes.");
            }
            point = parser.parse(bytes);
            batchBytes += bytes.length;
        } catch (DbException e) {
            if (onError == OnError.STOP) {
                write(progress);
            }
            bad(line.number(), e);
            return;
        }
        if (batch.containsKey(point.id())) {
            // The later line is to win, so the earlier one must not be written after it.
            write(progress);
        }
        batch.put(point.id(), new NumberedPoint(line.number(), point));
    }

    /// Writes the batch, then reports what was bad among its lines: some of it is found while
    /// reading, some while writing.
    private void write(Progress progress) {
        if (!batch.isEmpty()) {
            writeBatch();
        }
        refused.sort(Comparator.comparingLong(ImportReport.BadLine::line));
        refused.forEach(line -> report(line, progress));
        refused.clear();
    }

    private void writeBatch() {
        List<NumberedPoint> points = new ArrayList<>(batch.values());
        batch.clear();
        batchBytes = 0;
        Collection collection = collection(points);
        if (collection == null) {
            return;
        }
        points.replaceAll(p -> new NumberedPoint(p.line(), target.placed(p.point())));
        List<NumberedPoint> changed = changed(collection, points);
        unchanged += points.size() - changed.size();
        try {
            upsert(collection, changed);
        } catch (DbException e) {
            requireAboutPoints(e);
            // Refused as a whole and not written: one by one, to find those that are wrong.
            for (NumberedPoint point : changed) {
                writeOne(collection, point);
            }
        }
    }

    /// The target's collection; points that cannot give a new one its shape are taken out. Null if
    /// none is left.
    private @Nullable Collection collection(List<NumberedPoint> points) {
        while (!points.isEmpty()) {
            try {
                return target.collection(points.getFirst().point());
            } catch (DbException e) {
                requireAboutPoints(e);
                bad(points.removeFirst().line(), e);
            }
        }
        return null;
    }

    private void writeOne(Collection collection, NumberedPoint point) {
        try {
            upsert(collection, List.of(point));
        } catch (DbException e) {
            requireAboutPoints(e);
            bad(point.line(), e);
        }
    }

    private void upsert(Collection collection, List<NumberedPoint> points) {
        if (!points.isEmpty()) {
            collection.upsert(points.stream().map(NumberedPoint::point).toList());
            written += points.size();
        }
    }

    /// Passes on what is not the fault of a single point.
    private static void requireAboutPoints(DbException e) {
        if (e.code() != ErrorCode.INVALID_ARGUMENT && e.code() != ErrorCode.LIMIT_EXCEEDED) {
            throw e;
        }
    }

    private static List<NumberedPoint> changed(Collection collection, List<NumberedPoint> points) {
        boolean texts =
                points.stream()
                        .flatMap(p -> p.point().vectors().values().stream())
                        .allMatch(vector -> vector instanceof Vector.Document);
        Include include = new Include(Fields.all(), texts ? Fields.none() : Fields.all());
        Map<PointId, Point> stored = new HashMap<>();
        collection
                .retrieve(points.stream().map(p -> p.point().id()).toList(), include)
                .forEach(point -> stored.put(point.id(), point));
        return points.stream()
                .filter(p -> {
                    Point known = stored.get(p.point().id());
                    return known == null || !Sameness.same(known, p.point());
                })
                .toList();
    }

    private void bad(long line, DbException reason) {
        String message = String.valueOf(reason.getMessage());
        if (onError == OnError.STOP) {
            throw DbException.invalid(
                    "Line "
                            + line
                            + ": "
                            + message
                            + " The lines before it are imported. Correct it and run the command"
                            + " again, which goes on from there, or pass --on-error skip.");
        }
        refused.add(new ImportReport.BadLine(line, message));
    }

    private void report(ImportReport.BadLine line, Progress progress) {
        bad++;
        if (badLines.size() < ImportReport.BAD_LINES_KEPT) {
            badLines.add(line);
            progress.say("line " + line.line() + ": " + line.reason());
        } else if (bad == ImportReport.BAD_LINES_KEPT + 1) {
            progress.say("Further bad lines are counted only.");
        }
    }
}
