package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The list of a tenant with ten thousand campaigns stays small and smooth. The figures are in target/browser. */
class ListSpeedE2E extends InBrowser {

    private static final int CAMPAIGNS = 10_000;
    private static final int TURNS = 5;
    private static final int WATCHED_MILLIS = 5_000;
    private static final int ELEMENTS = 3_000;

    private static final String COPIES = """
            insert into campaign
            select (jsonb_populate_record(c, jsonb_build_object('campaign_id', gen_random_uuid(), 'name', m.name,
                                                                'spec', c.spec || jsonb_build_object('name', m.name)))).*
            from campaign c
            cross join (select 'Campaign ' || n as name from generate_series(1, %d) n) m
            where c.tenant_id = (select tenant_id from tenant where slug = '%s')""";

    @Test
    void tenThousandCampaignsAreTurnedAndSearchedSmoothly() throws IOException {
        Shop shop = newShop();
        shop.post("/campaigns", new JsonObject().put("name", "Campaign 0"));
        stage.database.run(String.format(COPIES, CAMPAIGNS - 1, shop.slug));
        logIn("manager", shop, "/console/campaigns");
        Locator rows = page.locator("table.campaigns tbody tr");
        assertThat(rows).hasCount(50);

        page.evaluate(
                "(milliseconds) => { window.measured = (" + Frames.MEASURE + ")(milliseconds); }", WATCHED_MILLIS);
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            String before = rows.first().locator("th").innerText();
            turns.add(millis(() -> {
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older campaigns"))
                        .click();
                assertThat(rows.first().locator("th")).not().hasText(before);
            }));
        }
        long search = millis(() -> {
            page.getByLabel("Name").fill("Campaign 7777");
            assertThat(rows).hasCount(1);
        });
        @SuppressWarnings("unchecked")
        Map<String, Number> seen = (Map<String, Number>) page.evaluate("() => window.measured");
        page.getByLabel("Name").fill("");
        assertThat(rows).hasCount(50);
        int elements = (int) page.evaluate("() => document.querySelectorAll('*').length");

        TreeMap<String, Object> figures = new TreeMap<>(seen);
        figures.put("turnMillis", turns);
        figures.put("searchMillis", search);
        figures.put("elements", elements);
        Files.createDirectories(Path.of("target/browser"));
        Files.writeString(Path.of("target/browser/list-speed.txt"), figures + "\n");

        assertThat(seen.get("medianMillis").doubleValue()).as("%s", figures).isLessThan(Frames.SMOOTH);
        assertThat(elements)
                .as("elements of the page, however many campaigns there are")
                .isLessThan(ELEMENTS);
    }

    private static long millis(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1_000_000;
    }
}
