package io.outdial.telephony.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jboss.logging.Logger;

/** The stack's log in ours; made by the stack. What it thinks an error is, is mostly a peer that went away. */
public final class SipLog implements StackLogger {

    private static final Logger LOG = Logger.getLogger("io.outdial.telephony.sip.stack");

    @Override
    public void logStackTrace() {
        // Nobody reads it.
    }

    @Override
    public void logStackTrace(int traceLevel) {
        // Nobody reads it.
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable ex) {
        LOG.debug("in the stack", ex);
    }

    @Override
    public void logDebug(String message) {
        LOG.trace(message);
    }

    @Override
    public void logDebug(String message, Exception ex) {
        LOG.trace(message, ex);
    }

    @Override
    public void logTrace(String message) {
        LOG.trace(message);
    }

    @Override
    public void logFatalError(String message) {
        LOG.error(message);
    }

    @Override
    public void logError(String message) {
        LOG.debug(message);
    }

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isDebugEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int logLevel) {
        return logLevel >= TRACE_DEBUG ? LOG.isTraceEnabled() : LOG.isDebugEnabled();
    }

    @Override
    public void logError(String message, Exception ex) {
        LOG.debug(message, ex);
    }

    @Override
    public void logWarning(String string) {
        LOG.debug(string);
    }

    @Override
    public void logInfo(String string) {
        LOG.trace(string);
    }

    @Override
    public void disableLogging() {
        // Our own configuration says.
    }

    @Override
    public void enableLogging() {
        // Our own configuration says.
    }

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {
        // Nobody reads it.
    }

    @Override
    public void setStackProperties(Properties stackProperties) {
        // It has none.
    }

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
