package io.vecdb.app.snapshot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.VecDb;
import io.vecdb.api.Backup;
import io.vecdb.api.SnapshotInfo;
import io.vecdb.app.cli.Session;
import io.vecdb.app.console.JsonOutput;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `vecdb snapshot list`.
@Command(
        name = "list",
        description = "Show what an archive holds, or which backups a folder holds.")
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE|FOLDER", description = "An archive, or a folder of backups.")
    private Path place = Path.of("");

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (Files.isDirectory(place)) {
            print(VecDb.backups(place));
        } else {
            SnapshotInfo info = VecDb.readSnapshot(place);
            if (session.json()) {
                session.print(SnapshotReport.json(info));
            } else {
                SnapshotReport.lines(info).forEach(session::print);
            }
        }
        return 0;
    }

    private void print(List<Backup> backups) {
        if (session.json()) {
            ObjectNode result = JsonOutput.object();
            ArrayNode array = result.putArray("backups");
            backups.forEach(backup -> array.add(SnapshotReport.json(backup)));
            session.print(result);
            return;
        }
        if (backups.isEmpty()) {
            session.print("There are no backups in " + place + ".");
        }
        for (Backup backup : backups) {
            List<String> lines = SnapshotReport.lines(backup.contents());
            session.print("backup " + backup.number() + ", " + lines.getFirst());
            lines.subList(1, lines.size()).forEach(session::print);
        }
    }
}
