package org.earshot.server.monitor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/// Counts what is logged as a warning or an error. As an appender it costs nothing for what is not logged. Thread-safe.
final class LoggedTrouble extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final LongAdder warnings = new LongAdder();
    private final LongAdder errors = new LongAdder();

    @Override
    public void start() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            setContext(context);
            super.start();
            root(context).addAppender(this);
        }
    }

    @Override
    public void stop() {
        if (getContext() instanceof LoggerContext context) {
            root(context).detachAppender(this);
        }
        super.stop();
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            errors.increment();
        } else if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            warnings.increment();
        }
    }

    /// How many there were since the start.
    ///
    /// @param level warning or error
    long count(Level level) {
        return (level.equals(Level.ERROR) ? errors : warnings).sum();
    }
}
