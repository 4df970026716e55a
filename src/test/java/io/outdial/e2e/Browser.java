package io.outdial.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a browser as a login needs: cookies of each origin, redirects, and one form. Like browsers it takes localhost for
 * a place where secure cookies may go without TLS.
 */
final class Browser {

    private static final Pattern FORM = Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*>");
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");
    private static final int MAX_REDIRECTS = 10;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    /** Every Set-Cookie line received so far, as it was. */
    final List<String> received = new ArrayList<>();
    /** Every address it was redirected to. */
    final List<String> visited = new ArrayList<>();

    /** Goes to a page, follows all redirects, and answers what stands at their end. */
    HttpResponse<String> open(String url) throws IOException, InterruptedException {
        return follow(send("GET", url, null, null));
    }

    /** Fills the login form on a page, sends it, and follows all redirects. */
    HttpResponse<String> logIn(HttpResponse<String> page, String user, String password)
            throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new AssertionError("no login form at " + page.uri() + ": " + page.statusCode() + " " + page.body());
        }
        Matcher action = ACTION.matcher(form.group());
        if (!action.find()) {
            throw new AssertionError("a form that goes nowhere: " + form.group());
        }
        String fields = Keycloak.form(Map.of("username", user, "password", password));
        return follow(send("POST", action.group(1).replace("&amp;", "&"), "application/x-www-form-urlencoded", fields));
    }

    /** One request with the cookies of its origin. */
    HttpResponse<String> send(String method, String url, String type, String body, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create(url);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        Map<String, String> own = cookies.computeIfAbsent(uri.getAuthority(), any -> new HashMap<>());
        if (!own.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            own.forEach((name, value) -> pairs.add(name + "=" + value));
            request.header("Cookie", String.join("; ", pairs));
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        response.headers().allValues("set-cookie").forEach(line -> keep(own, line));
        return response;
    }

    private void keep(Map<String, String> own, String line) {
        received.add(line);
        String[] parts = line.split(";");
        int equals = parts[0].indexOf('=');
        String name = parts[0].substring(0, equals).strip();
        String value = parts[0].substring(equals + 1).strip();
        boolean ends = line.toLowerCase(java.util.Locale.ROOT).contains("max-age=0");
        if (ends || value.isEmpty()) {
            own.remove(name);
        } else {
            own.put(name, value);
        }
    }

    private HttpResponse<String> follow(HttpResponse<String> first) throws IOException, InterruptedException {
        HttpResponse<String> response = first;
        for (int i = 0; i < MAX_REDIRECTS && response.statusCode() / 100 == 3; i++) {
            String next = response.uri()
                    .resolve(response.headers().firstValue("location").orElseThrow())
                    .toString();
            visited.add(next);
            response = send("GET", next, null, null);
        }
        return response;
    }
}
