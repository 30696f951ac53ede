package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.CollectionStats.SegmentStats;
import io.vecdb.api.MemoryBytes;
import io.vecdb.api.MemoryPart;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Map;
import java.util.concurrent.Callable;

/// `vecdb storage stats`.
@Command(name = "stats", description = "Show files, bytes, live and dead points, and memory.")
final class StatsCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private Chosen chosen = new Chosen();

    StatsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Outcomes<CollectionStats> all;
        try (Workspace workspace = Workspace.open(session, data.existingFolder())) {
            all = chosen.each(workspace.database(), Collection::stats);
        }
        return all.print(session, this::print, StatsCommand::putJson);
    }

    private static long dead(CollectionStats stats) {
        return stats.segments().stream().mapToLong(SegmentStats::deletedPoints).sum();
    }

    private void print(String name, CollectionStats stats) {
        session.print(
                String.format(
                        "%s: %s, %s dead; %s of %s, %s on disk, of which" + " the log %s.",
                        name,
                        Quantity.count(stats.points(), "live point"),
                        Quantity.count(dead(stats)),
                        Quantity.count(stats.segments().size(), "segment"),
                        Quantity.count(stats.segmentFiles(), "file"),
                        Quantity.bytes(stats.diskBytes()),
                        Quantity.bytes(stats.log().diskBytes())));
        for (Map.Entry<MemoryPart, MemoryBytes> part : stats.memory().parts().entrySet()) {
            MemoryBytes bytes = part.getValue();
            session.print(
                    String.format(
                            "  %-8s heap %-10s off-heap %-10s mapped %s",
                            part.getKey().label(),
                            Quantity.bytes(bytes.heap()),
                            Quantity.bytes(bytes.offHeap()),
                            Quantity.bytes(bytes.mapped())));
        }
    }

    private static void putJson(ObjectNode node, CollectionStats stats) {
        node.put("live_points", stats.points())
                .put("dead_points", dead(stats))
                .put("segments", stats.segments().size())
                .put("segment_files", stats.segmentFiles())
                .put("disk_bytes", stats.diskBytes())
                .put("log_bytes", stats.log().diskBytes());
        ObjectNode memory = node.putObject("memory");
        stats.memory()
                .parts()
                .forEach((part, bytes) ->
                        memory.putObject(part.label())
                                .put("heap", bytes.heap())
                                .put("off_heap", bytes.offHeap())
                                .put("mapped", bytes.mapped()));
    }
}
