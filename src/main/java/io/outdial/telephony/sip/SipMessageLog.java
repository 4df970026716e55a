package io.outdial.telephony.sip;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** Messages are full of people's numbers: they are in no log. Made by the stack. */
public final class SipMessageLog implements ServerLogger {

    @Override
    public void closeLogFile() {
        // There is none.
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
        // Not kept.
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) {
        // Not kept.
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) {
        // Not kept.
    }

    @Override
    public void logException(Exception ex) {
        // The other log has it.
    }

    @Override
    public void setStackProperties(Properties stackProperties) {
        // It has none.
    }

    @Override
    public void setSipStack(SipStack sipStack) {
        // It needs none.
    }
}
