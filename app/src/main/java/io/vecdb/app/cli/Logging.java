package io.vecdb.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

import org.slf4j.LoggerFactory;

/// What the program logs: warnings and errors, on standard error. The variable `VECDB_LOG_LEVEL`
/// (`trace`, `debug`, `info`, `warn`, `error`, `off`) changes that.
///
/// Logback finds this class as a service. It takes the place of a configuration file, whose XML
/// would cost every command 0.2 s.
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String LEVEL_VARIABLE = "VECDB_LOG_LEVEL";

    /// The logger of what opens collections.
    private static final String DATABASE = "io.vecdb.collection.LocalDatabase";

    /// Whether the log names collections that a database cannot open. A command that tells what it
    /// could not do says so itself, once, and as JSON if it was asked to; for a server the log is
    /// all there is.
    static void nameDamagedCollections(boolean named) {
        if (LoggerFactory.getLogger(DATABASE) instanceof Logger database) {
            database.setLevel(named ? null : Level.OFF);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg%n");
        encoder.start();

        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getenv(LEVEL_VARIABLE), Level.WARN));
        root.addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
