package io.outdial.platform;

import io.outdial.kernel.PhoneNumber;
import io.quarkus.logging.LoggingFilter;
import java.util.Locale;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Takes telephone numbers and tokens out of what is logged, also out of the messages of failures: a database or a provider may
 * quote what it was given. The service's own lines carry ids only; this is for lines that others write.
 *
 * <p>Ids that a line names as a tenant's, a campaign's or an attempt's become fields of its own ({@code tenant}, {@code campaign},
 * {@code attempt}), so that a log in JSON can be searched by them.
 */
@LoggingFilter(name = "personal-data")
public final class PersonalDataLogFilter implements Filter {

    private static final Pattern PERSONAL = Pattern.compile(PhoneNumber.E164 + "(?![0-9])"
            + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)?"
            + "|\\b(?i:bearer|basic) [A-Za-z0-9+/=._~-]{16,}|\\bwhsec_[A-Za-z0-9+/=]+");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\b(tenant|campaign|attempt) ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\b");
    private static final int DEEPEST = 20;

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord line) {
            String text = line.getFormattedMessage();
            String masked = masked(text);
            if (text != null && !masked.equals(text)) {
                line.setMessage(masked, ExtLogRecord.FormatStyle.NO_FORMAT);
                line.setParameters(null);
            }
            name(line, masked);
        } else {
            record.setMessage(masked(record.getMessage()));
        }
        if (isPersonal(record.getThrown(), 0)) {
            record.setThrown(new Masked(record.getThrown(), 0));
        }
        return true;
    }

    private static void name(ExtLogRecord line, String text) {
        if (text == null || text.indexOf('-') < 0) {
            return;
        }
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            line.putMdc(named.group(1).toLowerCase(Locale.ROOT), named.group(2));
        }
    }

    static String masked(String text) {
        if (text == null) {
            return null;
        }
        Matcher found = PERSONAL.matcher(text);
        return found.find() ? found.replaceAll("***") : text;
    }

    private static boolean isPersonal(Throwable thrown, int depth) {
        if (thrown == null || depth > DEEPEST) {
            return false;
        }
        for (Throwable other : thrown.getSuppressed()) {
            if (isPersonal(other, depth + 1)) {
                return true;
            }
        }
        return PERSONAL.matcher(thrown.toString()).find() || isPersonal(thrown.getCause(), depth + 1);
    }

    /** What was thrown and where, without what it must not say. */
    private static final class Masked extends Throwable {

        private static final long serialVersionUID = 1L;

        Masked(Throwable of, int depth) {
            super(
                    masked(of.toString()),
                    of.getCause() == null || depth > DEEPEST ? null : new Masked(of.getCause(), depth + 1),
                    false,
                    true);
            setStackTrace(of.getStackTrace());
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
