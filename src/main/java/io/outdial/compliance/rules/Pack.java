package io.outdial.compliance.rules;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * The rules of a country or a state as data.
 *
 * @param code the name campaigns use
 * @param version the day the file was last changed
 * @param country ISO 3166 code of the country whose tenants it holds for unless they choose another; null for none
 * @param note what it leaves out
 * @param rules its own and those of the packs it extends
 */
public record Pack(String code, LocalDate version, String title, String country, String note, List<Rule> rules) {

    public Pack {
        rules = List.copyOf(rules);
    }

    /**
     * Where a rule comes from.
     *
     * @param source document and section
     * @param effective since when it holds
     */
    public record Citation(String source, String url, LocalDate effective) {}

    /** One rule. */
    public sealed interface Rule {
        Citation citation();

        /** The rule in a few words, for tables. */
        String summary();
    }

    /** Hours in which calls are allowed, on the called person's clock. */
    public record Window(List<WeeklyWindow> windows, String summary, Citation citation) implements Rule {}

    /** A list that must have been obtained at most so many days before a call. */
    public record Registry(String list, int maxAgeDays, Citation citation) implements Rule {
        @Override
        public String summary() {
            return "registry `" + list + "` at most " + maxAgeDays + " days old";
        }
    }

    /** A consent of this standard must be on record, but for calls of these purposes. */
    public record Consent(ConsentStandard standard, Set<String> exceptFor, Citation citation) implements Rule {
        @Override
        public String summary() {
            String needed = standard.words() + " on record";
            return exceptFor.isEmpty()
                    ? needed
                    : needed + ", but for "
                            + String.join(", ", exceptFor.stream().sorted().toList());
        }
    }

    /** At most so many calls to a number in any period of this length. */
    public record Frequency(int calls, Duration period, Citation citation) implements Rule {
        @Override
        public String summary() {
            return "at most " + calls + " calls in " + period.toHours() + " hours";
        }
    }

    /** Of the calls that people answer, at most this share may be abandoned. */
    public record Abandonment(double maxRate, Duration period, Citation citation) implements Rule {

        public boolean allows(int abandoned, int answered) {
            return abandoned <= maxRate * answered;
        }

        @Override
        public String summary() {
            return "at most " + Math.round(maxRate * 100) + "% abandoned in " + period.toHours() + " hours";
        }
    }

    /** Everybody must be able to opt out; every campaign honours opt-outs anyway. */
    public record OptOut(Citation citation) implements Rule {
        @Override
        public String summary() {
            return "opt-out";
        }
    }

    /** The rules of one kind. */
    public <R extends Rule> List<R> of(Class<R> kind) {
        return rules.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * The strictest consent that a call of this purpose needs.
     *
     * @param purpose null for a draft's, which needs what any purpose needs
     * @return null when it needs none
     */
    public ConsentStandard consentFor(String purpose) {
        return of(Consent.class).stream()
                .filter(consent -> purpose == null || !consent.exceptFor().contains(purpose))
                .map(Consent::standard)
                .reduce(null, ConsentStandard::stricter);
    }

    /** The lowest share of answered calls that may be abandoned; 1 when nothing is said of it. */
    public double maxAbandonRate() {
        return of(Abandonment.class).stream()
                .mapToDouble(Abandonment::maxRate)
                .min()
                .orElse(1);
    }
}
