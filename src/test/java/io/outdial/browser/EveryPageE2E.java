package io.outdial.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page of the console's table of routes, with something in it. A page that is added there is tried here by itself. */
class EveryPageE2E extends InBrowser {

    private static final Pattern ROUTE = Pattern.compile("path: '([^']+)'");
    private static final Pattern KEY = Pattern.compile("(?m)^[a-z-]+\\.[a-zA-Z_.]+$");
    private static Map<String, String> examples;
    private static Shop shop;

    /**
     * Both languages, both appearances, wide and narrow; not every combination: colours do not depend on the language, and what is
     * too wide is so in light as well.
     */
    @ParameterizedTest(name = "{0}, {1}, {2} pixels")
    @CsvSource({"en, LIGHT, 1280", "ar, DARK, 360", "en, DARK, 360"})
    void everyPageIsAccessibleAndFits(String language, ColorScheme appearance, int width) throws IOException {
        prepare();
        newWindow(new Browser.NewContextOptions()
                .setLocale(language)
                .setColorScheme(appearance)
                .setViewportSize(width, 800));
        logIn("admin", shop, "/console/");
        assertThat(page.locator("html").getAttribute("dir")).isEqualTo(language.equals("ar") ? "rtl" : "ltr");

        Map<String, List<String>> wrong = new LinkedHashMap<>();
        for (String path : paths()) {
            open(path);
            List<String> found = new ArrayList<>(violations());
            if (overflow() > 0) {
                found.add("is " + overflow() + " pixels too wide");
            }
            found.addAll(missingTexts());
            if (!found.isEmpty()) {
                wrong.put(path, found);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Keys that are shown because they have no text. */
    private List<String> missingTexts() {
        return KEY.matcher(page.locator("main").innerText())
                .results()
                .map(key -> "has no text for " + key.group())
                .toList();
    }

    private void prepare() {
        if (examples == null) {
            shop = newShop().withCustomers(200);
            examples = Examples.of(shop);
        }
    }

    /** Addresses of all routes, with real things for the names in them. */
    private static List<String> paths() throws IOException {
        String table = Files.readString(Path.of("src/main/resources/web/console/routes.js"));
        List<String> paths = ROUTE.matcher(table)
                .results()
                .map(route -> route.group(1))
                .map(EveryPageE2E::example)
                .toList();
        assertThat(paths).isNotEmpty();
        return paths;
    }

    private static String example(String route) {
        if (!route.contains("/:")) {
            return route;
        }
        assertThat(examples).as("an example for " + route + ", see Examples").containsKey(route);
        return examples.get(route);
    }

    /** One of each thing that has a page. */
    private static final class Examples {

        static Map<String, String> of(Shop shop) {
            JsonObject content = shop.withContent();
            String campaign = shop.post("/campaigns", campaign(content)).getString("id");
            Map<String, String> examples = new LinkedHashMap<>();
            String audience = shop.post(
                            "/audiences",
                            new JsonObject()
                                    .put("name", "Everyone")
                                    .put("audience", new JsonObject().put("everyone", true)))
                    .getString("id");
            examples.put("/console/campaigns/:id/edit", "/console/campaigns/" + campaign + "/edit");
            examples.put("/console/audiences/:id", "/console/audiences/" + audience);
            String customer = "/console/customers/" + shop.firstOf("/customers");
            examples.put("/console/customers/:id", customer);
            examples.put("/console/customers/:id/change", customer + "/change");
            examples.put("/console/customers/imports/:id", "/console/customers/imports/" + shop.imported("""
                    external_id,phone,name
                    X-1,+966500000001,Sara
                    X-2,nonsense,Omar
                    """));
            examples.put("/console/content/scripts/:id", "/console/content/scripts/" + content.getString("scriptId"));
            String connection =
                    shop.post("/telephony/connections", connection()).getString("id");
            examples.put("/console/connections/:id", "/console/connections/" + connection);
            String webhook = shop.post("/webhooks", new JsonObject().put("url", "https://crm.example.com/hooks"))
                    .getString("id");
            examples.put("/console/settings/webhooks/:id", "/console/settings/webhooks/" + webhook);
            String called = Campaigns.calling(shop, "Spring calls");
            examples.put("/console/campaigns/:id", "/console/campaigns/" + called);
            examples.put("/console/campaigns/:id/report", "/console/campaigns/" + called + "/report");
            return examples;
        }

        private static JsonObject connection() {
            return new JsonObject()
                    .put("kind", "http")
                    .put("name", "Our gateway")
                    .put("settings", new JsonObject().put("url", "https://calls.example.com/outdial"))
                    .put("credentials", new JsonObject().put("secret", "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cy1vbmx5"));
        }

        private static JsonObject campaign(JsonObject content) {
            return new JsonObject().put("name", "Spring offers").put("content", content);
        }
    }
}
