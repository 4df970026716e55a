package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audiences are kept, changed and used. */
class AudiencesE2E extends InBrowser {

    private static Shop shop;
    private Planner planner;

    @BeforeEach
    void customers() {
        if (shop == null) {
            shop = newShop().withCustomers(300);
        }
        planner = new Planner(page);
    }

    @Test
    void anAudienceIsMadeChangedRenamedAndDeleted() {
        logIn("manager", shop, "/console/audiences");
        planner.button("New audience").click();
        page.getByLabel("Name of the audience").fill("People of Jeddah");
        page.locator("dialog").getByText("Create").click();
        assertThat(page.locator("#matched")).hasText("300");
        planner.button("Add a condition").click();
        page.locator(".test .subject").selectOption("city");
        page.locator(".test input").fill("jeddah");
        assertThat(page.locator("#matched")).not().hasText("300");
        page.getByLabel("Name of the audience").fill("Jeddah");
        planner.button("Save").click();
        assertThat(page.locator("main h1")).hasText("Jeddah");

        page.reload();
        assertThat(page.locator(".test input")).hasValue("jeddah");
        planner.button("Delete").click();
        page.locator("dialog")
                .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page).hasURL(Pattern.compile("/console/audiences$"));
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Jeddah")))
                .hasCount(0);
    }

    @Test
    void whatIsClickedTogetherInACampaignIsSavedAndChosenInAnother() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.step("Audience");
        int matched = planner.matched();
        planner.button("Save as an audience").click();
        page.getByLabel("Name of the audience").fill("Likes Mlaqa or Taadhi");
        page.locator("dialog")
                .getByText("Save", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("od-audience")).containsText("“Likes Mlaqa or Taadhi” is kept");

        planner.saved();
        String blank =
                shop.post("/campaigns", new JsonObject().put("name", "Another")).getString("id");
        open("/console/campaigns/" + blank + "/edit?step=audience");
        page.getByLabel("Saved audience").selectOption("Likes Mlaqa or Taadhi");
        assertThat(page.locator("#matched")).hasText(String.valueOf(matched));
    }

    @Test
    void whomACampaignDidNotReachBecomesAnAudience() {
        JsonObject content = shop.withContent();
        JsonObject body = new JsonObject("""
                        {
                          "name": "Short", "type": "voice", "objective": "renewals", "duration": "P1D",
                          "audience": {"everyone": true, "query": {"city": "riyadh"}},
                          "calls": {
                            "windows": [{"from": "00:00", "to": "24:00"}], "maxDailyCalls": 100000,
                            "retry": {"maxAttempts": 1}
                          },
                          "compliance": {"regulation": "none"}
                        }""")
                .put("startAt", Instant.now().toString())
                .put(
                        "content",
                        content.put(
                                "variables",
                                new JsonObject().put("first_name", new JsonObject().put("fallback", "there"))));
        String id = shop.post("/campaigns", body).getString("id");
        shop.post("/campaigns/" + id + "/schedule", new JsonObject());
        logIn("manager", shop, "/console/campaigns/" + id);
        assertThat(page.locator(".badge.completed").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));

        open("/console/audiences");
        planner.button("From an earlier campaign").click();
        page.getByLabel("Campaign", new Page.GetByLabelOptions().setExact(true)).selectOption(id);
        page.getByLabel("Name of the audience").fill("Not reached");
        page.locator("dialog").getByLabel("Not reached, attempts used up").check();
        page.locator("dialog")
                .getByText("Save", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("main h1")).hasText("Not reached");
        assertThat(page.locator("#matched")).not().hasText("0");
    }

    @Test
    void whoMayNotSeeNumbersIsOfferedToAskWhetherThereIsOne() {
        logIn("operator", shop, "/console/audiences");
        planner.button("New audience").click();
        page.getByLabel("Name of the audience").fill("With an address");
        page.locator("dialog").getByText("Create").click();
        planner.button("Add a condition").click();
        page.locator(".test .subject").selectOption("email");
        assertThat(page.locator(".test .operator option")).hasCount(2);
        page.locator(".test .operator").selectOption("missing");
        assertThat(page.locator("#matched")).not().hasText("");
        assertThat(page.locator(".wrong")).hasCount(0);
        page.locator(".test .subject").selectOption("city");
        assertThat(page.locator(".test .operator option")).not().hasCount(2);
    }

    @Test
    void aViewerSeesAudiencesAndChangesNothing() {
        shop.post(
                "/audiences",
                new JsonObject().put("name", "Looked at").put("audience", new JsonObject().put("everyone", true)));
        logIn("viewer", shop, "/console/audiences");
        assertThat(planner.button("New audience")).hasCount(0);
        page.getByText("Looked at").click();
        assertThat(page.locator("#matched")).hasText("300");
        assertThat(page.locator(".builder select").first()).isDisabled();
        assertThat(planner.button("Save")).hasCount(0);
        assertThat(planner.button("Delete")).hasCount(0);
    }
}
