package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Campaigns are planned by clicking, from a template to their end. */
class PlanningE2E extends InBrowser {

    private static final int CUSTOMERS = 1_000;
    /** Milliseconds in which the simulated network has called everybody. */
    private static final double ALL_CALLS = 60_000;

    private static Shop shop;
    private Planner planner;

    @BeforeEach
    void customers() {
        if (shop == null) {
            shop = newShop().withCustomers(CUSTOMERS);
        }
        planner = new Planner(page);
    }

    @Test
    void peopleInterestedInANeighborhoodAreCalledFromPlanToReport() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.startAtOnce();
        planner.step("Audience");
        assertThat(planner.matched()).isPositive();
        assertThat(page.locator("od-audience-preview")).containsText("By city");
        planner.callAtAnyHour();
        planner.step("Content");
        assertThat(page.locator(".example blockquote")).not().containsText("{{");
        planner.launch();
        assertThat(page.locator(".badge.completed").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(ALL_CALLS));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Report"))
                .click();
        assertThat(page).hasURL(Pattern.compile("/report$"));
        assertThat(page.locator("main")).containsText("How far people came");
    }

    /** What each template carries: its audience, its script with the personal part, and nothing missing but the start. */
    @ParameterizedTest
    @CsvSource({
        "Booking follow-up, another day or another hour, appointment, booking_status",
        "Contract renewal, first month is free, contract, renewal_due",
        "Premium services, premium care, value, property_value",
        "Win back, waive the service fee, last, last_interaction"
    })
    void aTemplateIsReadyButForItsStart(String template, String offer, String variable, String asked) {
        logIn("manager", shop, "/console/campaigns");
        planner.begin(template);
        planner.startAtOnce();
        planner.step("Content");
        assertThat(page.locator(".script")).containsText(offer);
        assertThat(page.locator(".variables mark")
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + variable + "$"))))
                .isVisible();
        assertThat(page.locator(".example blockquote")).not().containsText("{{");
        planner.step("Audience");
        assertThat(planner.matched()).isPositive();
        assertThat(page.locator("#audience-json")).hasValue(Pattern.compile(asked));
        planner.callAtAnyHour();
        planner.step("Review and launch");
        planner.saved();
        planner.button("Schedule").click();
        page.locator("dialog")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Schedule"))
                .click();
        assertThat(page).hasURL(Pattern.compile("/console/campaigns/[0-9a-f-]{36}$"));
        assertThat(page.locator(".badge").first()).not().hasText("Draft");
    }

    @Test
    void conditionsAndJsonSayTheSame() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.step("Audience");
        int all = planner.matched();
        planner.button("Add a condition").click();
        Locator added = page.locator(".test").last();
        added.locator(".subject").selectOption("status");
        added.locator("input").fill("vip");
        page.getByText("The same as JSON").click();
        assertThat(query())
                .isEqualTo(new JsonObject()
                        .put(
                                "neighborhoods",
                                new JsonObject()
                                        .put("$in", new JsonArray().add("mlaqa").add("taadhi")))
                        .put("status", "vip"));
        assertThat(page.locator("#matched")).not().hasText(String.format("%,d", all));

        page.locator("#audience-json")
                .fill("{\"query\": {\"$or\": [{\"city\": \"riyadh\"}, {\"property_value\": {\"$gt\": 5}}]}}");
        assertThat(page.locator(".test")).hasCount(2);
        assertThat(page.locator(".test .subject").last()).hasValue("property_value");
        assertThat(page.locator(".test .operator").last()).hasValue("gt");
        assertThat(page.locator(".group select").first()).hasValue("any");
    }

    @Test
    void whatIsWrongIsSaidAtItsCondition() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.step("Audience");
        planner.matched();
        page.getByText("The same as JSON").click();
        page.locator("#audience-json").fill("{\"query\": {\"city\": \"riyadh\", \"neighbourhood\": \"mlaqa\"}}");
        assertThat(page.locator(".test").last().locator(".wrong")).containsText("neighborhoods");
        assertThat(page.locator(".test").first().locator(".wrong")).hasCount(0);
    }

    @Test
    void aDraftSavesItselfAndWhatIsRefusedSurvivesAReload() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.step("Calls");
        page.getByLabel("Attempts for each person").fill("2");
        planner.saved();
        page.reload();
        assertThat(page.getByLabel("Attempts for each person")).hasValue("2");

        page.getByLabel("Attempts for each person").fill("50");
        assertThat(page.locator("[role=alert]")).containsText("kept in this tab");
        assertThat(page.getByLabel("Attempts for each person")).hasAttribute("aria-invalid", "true");
        page.reload();
        assertThat(page.getByLabel("Attempts for each person")).hasValue("50");
    }

    /** Written by hand as JSON, refused, and kept in the tab: each step still opens. */
    @Test
    void whatIsOfAnotherKindThanItsFieldIsShownAndCanBeReplaced() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.step("Advanced");
        page.getByText("The whole campaign as JSON").click();
        page.locator("#plan-json").fill(WRONG);
        assertThat(page.locator("[role=alert]")).containsText("kept in this tab");
        page.reload();
        for (String step : List.of("Basics", "Audience", "Calls", "Content", "Advanced", "Review and launch")) {
            planner.step(step);
        }
        planner.step("Audience");
        assertThat(page.locator(".misfit code").first()).hasText("\"riyadh\"");
        planner.step("Calls");
        assertThat(page.locator(".misfit")).hasCount(3);
        planner.step("Basics");
        Locator wrong = page.locator(".misfit").first();
        assertThat(wrong).containsText("next Monday");
        wrong.getByRole(AriaRole.BUTTON).click();
        page.getByLabel("Starts").fill("2030-01-07T10:00");
        assertThat(page.locator(".misfit")).hasCount(0);
        assertThat(page.getByLabel("Starts")).hasValue("2030-01-07T10:00");
    }

    private static final String WRONG = """
            {
              "name": "Wrong", "startAt": "next Monday", "duration": "P7D", "audience": {"cities": "riyadh"},
              "calls": {"windows": ["09:00", {"days": "sun", "from": 9}], "doNotDisturb": "noon", "holidays": "SA",
                "retry": "often"},
              "content": {"variables": "name", "fallback": []},
              "performance": {"success": "booked", "budget": 5}, "compliance": "none", "quality": [0.2]
            }""";

    /** What was sent once with a key is not what is sent after a correction. */
    @Test
    void aRefusedBeginningIsCorrectedAndSentAgain() {
        logIn("manager", shop, "/console/campaigns");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New campaign"))
                .click();
        planner.button("Begin with this: Interest survey").click();
        planner.button("Create the draft").waitFor();
        if (page.getByLabel("Voice", new Page.GetByLabelOptions().setExact(true))
                .isVisible()) {
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .last()
                    .fill("Noura");
            page.getByLabel("Voice", new Page.GetByLabelOptions().setExact(true))
                    .fill("noura");
        }
        page.route("**/api/v1/campaigns", route -> route.abort());
        planner.button("Create the draft").click();
        assertThat(page.locator("[role=alert]")).isVisible();
        page.unroute("**/api/v1/campaigns");
        page.getByLabel("Name of the campaign").fill("Another name");
        page.locator("textarea[name=script]").fill("Another script for {{first_name}}");
        planner.button("Create the draft").click();
        page.locator("#step-title").waitFor();
        assertThat(page.locator("main h1")).hasText("Another name");
    }

    @Test
    void twoWhoChangeTheSamePartAreShownBoth() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.saved();
        Page other = context.newPage();
        other.navigate(page.url());
        other.getByLabel("Name of the campaign").fill("Theirs");
        assertThat(other.locator("h1")).hasText("Theirs");
        other.locator("#save-state").getByText("Saved").waitFor();
        other.reload();
        assertThat(other.locator("h1")).hasText("Theirs");

        page.getByLabel("Name of the campaign").fill("Mine");
        assertThat(page.locator("[role=alert]")).containsText("Theirs");
        planner.button("Keep mine").click();
        planner.saved();
        page.reload();
        assertThat(page.locator("main h1")).hasText("Mine");
    }

    @Test
    void aConflictOutlastsAReload() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.saved();
        Page other = context.newPage();
        other.navigate(page.url());
        other.getByLabel("Name of the campaign").fill("Theirs");
        other.locator("#save-state").getByText("Saved").waitFor();
        other.reload();
        assertThat(other.locator("h1")).hasText("Theirs");

        page.getByLabel("Name of the campaign").fill("Mine");
        assertThat(page.locator("[role=alert]")).containsText("Theirs");
        page.getByLabel("Name of the campaign").fill("Mine at last");
        page.reload();
        assertThat(page.locator("[role=alert]")).containsText("Theirs");
        assertThat(page.getByLabel("Name of the campaign")).hasValue("Mine at last");
        other.reload();
        assertThat(other.locator("h1")).hasText("Theirs");
    }

    @Test
    void whatTwoChangeInDifferentPartsIsKeptOfBoth() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.saved();
        Page other = context.newPage();
        other.navigate(page.url());
        other.getByLabel("Objective").selectOption("bookings");
        other.locator("#save-state").getByText("Saved").waitFor();
        other.reload();
        assertThat(other.getByLabel("Objective")).hasValue("bookings");

        page.getByLabel("Name of the campaign").fill("Mine");
        assertThat(page.getByLabel("Objective")).hasValue("bookings");
        planner.saved();
        page.reload();
        assertThat(page.locator("main h1")).hasText("Mine");
    }

    @Test
    void aCampaignIsPlannedWithTheKeyboardAlone() {
        logIn("manager", newShop().withCustomers(CUSTOMERS), "/console/campaigns/new?template=winback");
        Keys keys = new Keys(page);
        keys.to("Voice").type("noura");
        keys.backTo("Name").type("Noura");
        keys.to("Create the draft").press("Enter");
        page.locator("#step-title").waitFor();
        keys.to("As soon as it is scheduled").press("Enter");
        planner.saved();
        keys.backTo("Review and launch").press("Enter");
        assertThat(page.getByText("Nothing is missing: it can be scheduled.")).isVisible();
        keys.to("Schedule").press("Enter");
        assertThat(page.locator("dialog")).isVisible();
        keys.to("Schedule").press("Enter");
        assertThat(page).hasURL(Pattern.compile("/console/campaigns/[0-9a-f-]{36}$"));
    }

    @Test
    void whatIsWrittenWhileTheSessionEndsIsSavedAfterTheNextLogin() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.saved();
        context.clearCookies();
        page.getByLabel("Name of the campaign").fill("Written without a session");
        page.locator("dialog.ended a").click();
        page.getByLabel("Who are you?").fill("manager@" + shop.slug);
        page.getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("main h1")).hasText("Written without a session");
        planner.saved();
    }

    @Test
    void whatIsWrittenWithoutANetworkIsSavedWhenItIsBack() {
        logIn("manager", shop, "/console/campaigns");
        planner.begin("Interest survey");
        planner.saved();
        context.setOffline(true);
        page.getByLabel("Name of the campaign").fill("Written offline");
        assertThat(page.locator("[role=alert]")).containsText("cannot be reached");
        context.setOffline(false);
        planner.saved();
        page.reload();
        assertThat(page.locator("main h1")).hasText("Written offline");
    }

    @ParameterizedTest(name = "{0}, {1}, {2} pixels")
    @CsvSource({"en, LIGHT, 1280", "ar, DARK, 360"})
    void everyStepIsAccessibleAndFits(String language, ColorScheme appearance, int width) {
        String campaign = shop.post("/campaigns", new JsonObject(FULL)).getString("id");
        newWindow(new Browser.NewContextOptions()
                .setLocale(language)
                .setColorScheme(appearance)
                .setViewportSize(width, 800));
        logIn("admin", shop, "/console/campaigns");
        List<String> wrong = new ArrayList<>();
        for (String step : List.of("basics", "audience", "calls", "content", "advanced", "review")) {
            open("/console/campaigns/" + campaign + "/edit?step=" + step);
            page.evaluate("() => document.querySelectorAll('details').forEach(each => each.open = true)");
            violations().forEach(violation -> wrong.add(step + ": " + violation));
            if (overflow() > 0) {
                wrong.add(step + " is " + overflow() + " pixels too wide");
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Something in every step. */
    private static final String FULL = """
            {
              "name": "Everything", "objective": "lead_generation", "duration": "P7D",
              "audience": {
                "query": {"$or": [{"city": "riyadh"}, {"$nor": [{"status": "vip"}, {"neighborhoods": {"$size": 2}}]}]},
                "cities": ["riyadh"], "interactions": {"notContactedFor": "P30D", "hadDisposition": ["booked"]}
              },
              "calls": {
                "windows": [{"days": ["sun", "mon"], "from": "09:00", "to": "21:00"}, {"from": "22:00", "to": "23:00"}],
                "doNotDisturb": [{"from": "12:00", "to": "13:00"}],
                "holidays": ["SA", "2027-02-22"], "ringTimeout": "PT30S",
                "retry": {"maxAttempts": 3, "intervals": {"busy": "PT15M", "default": "PT4H"}, "backoff": 2, "jitter": 0.1}
              },
              "performance": {"success": ["interested"], "budget": {"amount": "20.50", "currency": "SAR"}},
              "compliance": {"regulation": "sa", "optOut": {"dtmf": "9", "phrases": ["stop calling"]}},
              "pacing": {"mode": "adaptive"}, "quality": {"minSuccessRate": 0.2}
            }""";

    private JsonObject query() {
        return new JsonObject(page.locator("#audience-json").inputValue()).getJsonObject("query");
    }
}
