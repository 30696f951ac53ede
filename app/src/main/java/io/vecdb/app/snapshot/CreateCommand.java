package io.vecdb.app.snapshot;

import io.vecdb.api.SnapshotInfo;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;

/// `vecdb snapshot create`.
@Command(name = "create", description = "Write collections to an archive file.")
final class CreateCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "The archive, a new file.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "NAME",
            arity = "0..*",
            description = "The collections; all of them if none is named.")
    private Set<String> names = Set.of();

    CreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SnapshotInfo info;
        try (Workspace workspace = Workspace.open(session, data.existingFolder());
                BytesShown progress = new BytesShown(session, "snapshot")) {
            info = workspace.database().snapshots().create(file, names, progress);
        }
        if (session.json()) {
            session.print(SnapshotReport.json(info).put("archive", file.toString()));
        } else {
            session.print("Wrote " + file + ":");
            SnapshotReport.lines(info).forEach(session::print);
        }
        return 0;
    }
}
