package io.vecdb.app.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `vecdb storage init`.
@Command(name = "init", description = "Create an empty database.")
final class InitCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    InitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path folder = data.folder();
        if (DataOption.holdsDatabase(folder)) {
            throw new DbException(
                    ErrorCode.ALREADY_EXISTS,
                    "There is a database in " + folder + " already; it was left as it is.");
        }
        Workspace.open(session, folder).close();
        if (session.json()) {
            session.print(JsonOutput.object().put("created", folder.toString()));
        } else {
            session.print("Created an empty database in " + folder + ".");
        }
        return 0;
    }
}
