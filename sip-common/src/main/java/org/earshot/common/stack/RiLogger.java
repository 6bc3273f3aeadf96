package org.earshot.common.stack;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the reference implementation logs, by SLF4J under the name `sip.ri`. Without it the first class
/// of the RI that is touched looks for log4j 1 and dies.
///
/// One level quieter than the RI thinks: that a peer sent nonsense is not our error, and what matters
/// of it is reported by [MalformedMessage].
final class RiLogger implements StackLogger {
    private static final Logger log = LoggerFactory.getLogger("sip.ri");

    @Override
    public void logStackTrace() {
        logStackTrace(TRACE_DEBUG);
    }

    @Override
    public void logStackTrace(int traceLevel) {
        if (log.isTraceEnabled()) {
            log.trace("here", new IllegalStateException("stack trace"));
        }
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable ex) {
        log.debug("in the parser", ex);
    }

    @Override
    public void logDebug(String message) {
        log.trace(message);
    }

    @Override
    public void logDebug(String message, Exception ex) {
        log.trace(message, ex);
    }

    @Override
    public void logTrace(String message) {
        log.trace(message);
    }

    @Override
    public void logFatalError(String message) {
        log.error(message);
    }

    @Override
    public void logError(String message) {
        log.debug(message);
    }

    @Override
    public void logError(String message, Exception ex) {
        log.debug(message, ex);
    }

    @Override
    public void logWarning(String message) {
        log.debug(message);
    }

    @Override
    public void logInfo(String message) {
        log.debug(message);
    }

    @Override
    public boolean isLoggingEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int logLevel) {
        return logLevel >= TRACE_DEBUG ? log.isTraceEnabled() : log.isDebugEnabled();
    }

    @Override
    public void disableLogging() {
        // SLF4J's configuration decides
    }

    @Override
    public void enableLogging() {
        // SLF4J's configuration decides
    }

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {
        // of no use to us
    }

    @Override
    public void setStackProperties(Properties stackProperties) {
        // there is no stack
    }

    @Override
    public String getLoggerName() {
        return log.getName();
    }
}
