package org.earshot.common;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Everything that is logged, at every level, until it is closed; the console does not see it.
public final class WholeLog implements AutoCloseable {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<Logger, Level> levels = new HashMap<>();
    private final Logger root;

    /// Begins.
    public WholeLog() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger, logger.getLevel());
                logger.setLevel(logger.equals(root) ? Level.TRACE : null);
            }
        }
        root.iteratorForAppenders().forEachRemaining(appender -> appender.stop());
        log.start();
        root.addAppender(log);
    }

    /// What was logged so far.
    public List<ILoggingEvent> events() {
        return log.list;
    }

    @Override
    public void close() {
        root.detachAppender(log);
        root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
        levels.forEach(Logger::setLevel);
    }
}
