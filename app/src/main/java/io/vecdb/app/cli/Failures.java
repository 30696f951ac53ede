package io.vecdb.app.cli;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.app.console.JsonOutput;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Tells failures: one line `error: …` on standard error, or with `--output json` one object
/// `{"error": {"code": …, "message": …}}` there. Standard output stays empty.
///
/// A command line that cannot be right exits with 2 (code `USAGE` in JSON), anything else that
/// failed with 1 and the [ErrorCode]'s name.
public final class Failures
        implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private final Session session;

    /// Tells failures on this session's standard error.
    public Failures(Session session) {
        this.session = session;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        return usage(e, e.getCommandLine());
    }

    @Override
    public int handleExecutionException(
            Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        return e instanceof UsageException ? usage(e, command) : tell(e);
    }

    /// Tells what ended the command, and the exit code for it.
    public int tell(Throwable failure) {
        if (failure instanceof DbException e) {
            tell(e.code().name(), String.valueOf(e.getMessage()), e);
        } else {
            String how = session.debug() ? "" : "; set VECDB_DEBUG=1 to see where";
            tell(
                    ErrorCode.INTERNAL.name(),
                    "This is a defect in VecDB: " + failure + how + ".",
                    failure);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /// Tells that standard output could not be written, and the exit code for it.
    public int tellUnwritten() {
        return tell(
                new DbException(
                        ErrorCode.IO_ERROR,
                        "The result could not be written to standard output: the disk is full, or"
                                + " what reads it has ended."));
    }

    private int usage(Exception e, CommandLine where) {
        String command = where.getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).strip().replaceFirst("^Error: ", "");
        String stop = message.endsWith(".") ? "" : ".";
        tell("USAGE", message + stop + " See '" + command + " --help'.", e);
        return CommandLine.ExitCode.USAGE;
    }

    private void tell(String code, String message, Throwable cause) {
        String line = message.replaceAll("\\s*\\R\\s*", " ");
        if (session.json()) {
            var error = JsonOutput.object();
            error.putObject("error").put("code", code).put("message", line);
            session.remark(JsonOutput.text(error));
        } else {
            session.remark("error: " + line);
        }
        if (session.debug()) {
            cause.printStackTrace(session.console().err());
        }
    }
}
