package io.outdial.telephony;

import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Gathers what is wrong with a connection's settings and credentials, each with a pointer to it. */
public final class SettingsCheck {

    private static final String SETTINGS = "/settings/";
    private static final String CREDENTIALS = "/credentials/";
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,4})?");
    private static final Pattern ONE_LINE = Pattern.compile("[\\P{Cc}&&[^\\u2028\\u2029]]*");
    private static final Duration LEAST_TRUST = Duration.ofMinutes(1);
    private static final int MAX_ENTRIES = 500;

    private final JsonObject settings;
    private final Credentials credentials;
    private final List<FieldError> wrong = new ArrayList<>();

    public SettingsCheck(JsonObject settings, Credentials credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    public List<FieldError> errors() {
        return wrong;
    }

    public void setting(String name, String code, String detail) {
        wrong.add(new FieldError(SETTINGS + name, code, detail));
    }

    public void credential(String name, String code, String detail) {
        wrong.add(new FieldError(CREDENTIALS + name, code, detail));
    }

    /** There are no settings and credentials but these. */
    public void names(Set<String> known, Set<String> secrets) {
        for (String name : settings.fieldNames()) {
            if (!known.contains(name)) {
                setting(
                        name,
                        "unknown_setting",
                        "The settings are " + known.stream().sorted().toList() + ".");
            }
        }
        for (String name : credentials.values().keySet()) {
            if (!secrets.contains(name)) {
                credential(
                        name,
                        "unknown_credential",
                        "The credentials are " + secrets.stream().sorted().toList() + ".");
            }
        }
        // They go into headers of requests.
        credentials.values().forEach((name, value) -> {
            if (value != null && !ONE_LINE.matcher(value).matches()) {
                credential(name, "invalid_value", "A credential has no line ends and no other control characters.");
            }
        });
    }

    public boolean has(String name) {
        return settings.containsKey(name);
    }

    /** The setting as text; empty when it is none, so that it matches nothing. */
    public String text(String name) {
        return settings.getValue(name) instanceof String text ? text : "";
    }

    /** An address that could be called, without a query. */
    public void url(String name, OutboundHttp http) {
        try {
            if (http.parse(SETTINGS + name, text(name)).getRawQuery() != null) {
                setting(name, "invalid_url", "The URL may have no query.");
            }
        } catch (Problem e) {
            wrong.addAll(e.errors());
        }
    }

    public void matches(String name, Pattern form, String code, String detail) {
        if (!form.matcher(text(name)).matches()) {
            setting(name, code, detail);
        }
    }

    /** True or false, if it is there. */
    public void flag(String name) {
        if (has(name) && !(settings.getValue(name) instanceof Boolean)) {
            setting(name, "wrong_type", "It is true or false.");
        }
    }

    /** An amount as text, if it is there. */
    public void amount(String name) {
        if (has(name)) {
            matches(name, AMOUNT, "invalid_amount", "It is an amount as text, such as \"0.0140\".");
        }
    }

    /** One of these words, if it is there. */
    public void word(String name, Set<String> words) {
        if (has(name) && !words.contains(text(name))) {
            setting(
                    name,
                    "invalid_value",
                    "It is one of " + words.stream().sorted().toList() + ".");
        }
    }

    /** An object of texts, if it is there. */
    public void texts(String name, Pattern keys, Pattern values, String detail) {
        if (!has(name)) {
            return;
        }
        boolean fits = settings.getValue(name) instanceof JsonObject map
                && map.size() <= MAX_ENTRIES
                && map.stream().allMatch(entry -> fits(entry, keys, values));
        if (!fits) {
            setting(name, "invalid_value", detail);
        }
    }

    private static boolean fits(Map.Entry<String, Object> entry, Pattern keys, Pattern values) {
        return keys.matcher(entry.getKey()).matches()
                && entry.getValue() instanceof String value
                && values.matcher(value).matches();
    }

    /** How long after sending a call that is in no list was certainly never made, if it is there. */
    public void trustAbsenceAfter(String name) {
        if (has(name) && !isDuration(text(name), LEAST_TRUST, Duration.ofDays(365))) {
            setting(name, "invalid_duration", "It is a duration of at least PT1M.");
        }
    }

    public static boolean isDuration(String text, Duration least, Duration most) {
        try {
            Duration duration = Duration.parse(text);
            return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** A credential that must be there. */
    public void needs(String name, String detail) {
        if (credentials.find(name).filter(value -> !value.isBlank()).isEmpty()) {
            credential(name, "required", detail);
        }
    }

    /** An address of checked settings, without a slash at its end. */
    public static URI base(JsonObject settings, String name, String otherwise) {
        String url = settings.getString(name, otherwise);
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }
}
