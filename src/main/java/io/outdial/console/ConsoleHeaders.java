package io.outdial.console;

import java.util.Map;

/** What browsers are told about the console's page and assets, after OWASP's list of secure headers. */
final class ConsoleHeaders {

    /** A name with a hash in it never has other content. */
    static final String FOR_EVER = "public, max-age=31536000, immutable";

    /**
     * Scripts, styles and requests of this origin only, nothing inline, in nobody's frame. Trusted Types leave only Lit's
     * templates a way to make HTML of text.
     */
    static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html");

    static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");

    private ConsoleHeaders() {}
}
