package io.outdial.console;

import io.quarkiverse.web.bundler.runtime.Bundle;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Serves the console. Every address below {@value #BASE} that is no asset is the one page, which shows what its address says;
 * so a link into it and a reload work. It holds nothing of anybody: whoever is not logged in gets it too.
 */
@ApplicationScoped
class ConsoleRoutes {

    static final String BASE = "/console/";
    /** Where the bundler puts what has a hash in its name: see {@code quarkus.web-bundler.bundle-path}. */
    static final String ASSETS = BASE + "assets/";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Outdial</title>
            <link rel="icon" href="data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%%3E%%3Ccircle cx='8' cy='8' r='7' fill='%%230b6e6e'/%%3E%%3C/svg%%3E">
            <link rel="stylesheet" href="%s">
            <script type="module" src="%s"></script>
            </head>
            <body>
            <od-app></od-app>
            <noscript>This page needs JavaScript. The API does not: /q/openapi describes it.</noscript>
            </body>
            </html>
            """;

    private final Bundle bundle;

    ConsoleRoutes(Bundle bundle) {
        this.bundle = bundle;
    }

    void register(@Observes Router router) {
        String page = PAGE.formatted(bundle.style("console"), bundle.script("console"));
        router.get("/").handler(context -> redirect(context, BASE));
        // Vert.x takes a path for the same with a slash at its end, which is the page.
        router.getWithRegex("/console").handler(context -> redirect(context, BASE));
        router.route(BASE + "*").handler(ConsoleRoutes::protect);
        router.get(BASE + "*").handler(context -> {
            if (context.normalizedPath().startsWith(ASSETS)) {
                context.next();
            } else {
                context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                        .end(page);
            }
        });
    }

    private static void protect(RoutingContext context) {
        ConsoleHeaders.ALL.forEach(context.response()::putHeader);
        if (context.normalizedPath().startsWith(ASSETS)) {
            context.addHeadersEndHandler(end -> {
                boolean found = context.response().getStatusCode() < 400;
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, found ? ConsoleHeaders.FOR_EVER : "no-store");
            });
        }
        context.next();
    }

    private static void redirect(RoutingContext context, String to) {
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, to)
                .end();
    }
}
