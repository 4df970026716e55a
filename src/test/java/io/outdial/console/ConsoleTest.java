package io.outdial.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the console is served whole, and with what. What it does in a browser is not tried here. */
@QuarkusTest
class ConsoleTest {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*\"(\\.?/[^\"]+\\.js)\"");
    private static final Pattern LOADED_LATER = Pattern.compile("import\\s*\\(\\s*\"(\\.?/[^\"]+\\.js)\"");
    /** The promise of docs/console.md. */
    private static final int MAX_FIRST_LOAD_BYTES = 250_000;

    @Test
    void whoOpensTheServiceComesToTheConsole() {
        for (String path : List.of("/", "/console")) {
            given().redirects()
                    .follow(false)
                    .get(path)
                    .then()
                    .statusCode(302)
                    .header("Location", endsWith("/console/"));
        }
    }

    @Test
    void everyAddressOfTheConsoleIsThePage() {
        for (String path : List.of("/console/", "/console/campaigns", "/console/campaigns/some-id?state=active")) {
            given().get(path)
                    .then()
                    .statusCode(200)
                    .contentType("text/html")
                    .header("Cache-Control", "no-cache")
                    .body(containsString("<od-app>"));
        }
    }

    @Test
    void noAssetIsMissing() {
        Set<String> assets = assets(IMPORT, LOADED_LATER);
        assertThat(assets(IMPORT)).as("what areas are loaded by").hasSizeLessThan(assets.size());
        assertThat(assets).anyMatch(path -> path.endsWith(".css")).anyMatch(path -> path.endsWith(".js"));
        for (String asset : assets) {
            given().get(asset)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "public, max-age=31536000, immutable")
                    .header("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void anAssetThatIsNotThereIs404AndNotKept() {
        given().get("/console/assets/console-NOSUCH.js").then().statusCode(404).header("Cache-Control", "no-store");
    }

    @Test
    void thePageMayRunItsOwnScriptsAndNothingElse() {
        given().get("/console/")
                .then()
                .header(
                        "Content-Security-Policy",
                        startsWith("default-src 'none'; script-src 'self'; style-src 'self';"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("no-referrer"));
        assertThat(page()).doesNotContain("<style", "style=").doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void theFirstLoadIsSmall() {
        Set<String> first = assets(IMPORT);
        assertThat(first)
                .as("Lit and the texts are in scripts that the first one imports")
                .hasSizeGreaterThan(2);
        int bytes = first.stream().mapToInt(ConsoleTest::compressed).sum();
        assertThat(bytes).isBetween(1_000, MAX_FIRST_LOAD_BYTES);
    }

    @Test
    void answersOfTheApiAreNotCompressed() {
        assertThat(given().header("Accept-Encoding", "gzip").get("/q/openapi").header("Content-Encoding"))
                .isNotEqualTo("gzip");
    }

    private static String page() {
        return given().get("/console/").asString();
    }

    /** What the page refers to, and what that imports in one of these ways, and so on. */
    private static Set<String> assets(Pattern... ways) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> unread = new ArrayDeque<>();
        Matcher link = LINK.matcher(page());
        while (link.find()) {
            unread.add(link.group(1));
        }
        while (!unread.isEmpty()) {
            String asset = unread.remove();
            if (found.add(asset) && asset.endsWith(".js")) {
                String script = given().get(asset).asString();
                for (Pattern way : ways) {
                    way.matcher(script)
                            .results()
                            .map(imported ->
                                    "/console/assets/" + imported.group(1).replaceFirst("^.*/", ""))
                            .forEach(unread::add);
                }
            }
        }
        return found;
    }

    private static int compressed(String asset) {
        Response answer = given().config(io.restassured.RestAssured.config()
                        .decoderConfig(io.restassured.config.DecoderConfig.decoderConfig()
                                .noContentDecoders()))
                .header("Accept-Encoding", "gzip")
                .get(asset);
        assertThat(answer.header("Content-Encoding")).as(asset).isEqualTo("gzip");
        return answer.asByteArray().length;
    }
}
