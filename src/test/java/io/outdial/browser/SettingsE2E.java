package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a tenant sets up for itself in the console: scripts, voices, providers, rules, who is told, and the record of it. */
class SettingsE2E extends InBrowser {

    @Test
    void aScriptIsWrittenWithItsVariablesMarkedAndSaidToACustomer() {
        logIn("operator", newShop().withCustomers(3), "/console/content/scripts/new");
        page.getByLabel("Name").fill("Greeting");
        page.getByLabel("Language").last().fill("en");
        page.getByLabel("What is said").fill("Hello {{first_name}} of {{city}}, {{not a name}} good day");
        assertThat(page.locator(".behind mark.variable")).hasCount(3);
        assertThat(page.locator(".behind mark.wrong-name")).hasText("{{not a name}}");
        press("Publish version 1");
        assertThat(page.locator("#field-template-wrong")).isVisible();

        page.getByLabel("What is said").fill("Hello {{first_name}} of {{city}}, good day");
        press("Publish version 1");
        press("Show what is said");
        assertThat(page.locator("blockquote")).hasText(java.util.regex.Pattern.compile("Hello \\S+ of \\w+, good day"));

        page.getByLabel("What is said").fill("Good morning {{first_name}}");
        press("Publish version 2");
        assertThat(page.getByText("the newest version is 2")).isVisible();
    }

    @Test
    void aSecretIsWrittenAndNeverShown() {
        logIn("admin", newShop(), "/console/connections/new");
        page.getByLabel("Kind").selectOption("http");
        page.getByLabel("Name").fill("Our gateway");
        page.getByLabel("url").fill("https://calls.example.com/outdial");
        page.getByLabel("secret").fill("whsec_c2VjcmV0LW9mLXRoZS10ZXN0cy1vbmx5");
        press("Save");
        assertThat(page.locator("main h1")).hasText("Our gateway");
        assertThat(page.getByLabel("secret")).hasValue("");
        assertThat(page.getByText("One is stored")).isVisible();

        page.getByLabel("Calls per second").fill("3");
        press("Save");
        open("/console/connections");
        assertThat(page.locator("tbody")).containsText("Our gateway");
    }

    /** 36 hours and a half, as no whole number of days or hours says. */
    @Test
    void whenACallOfUnknownFateIsRepeatedIsSaidToTheMinute() {
        Shop shop = newShop();
        logIn("admin", shop, "/console/settings");
        page.getByLabel("A call of unknown fate may be repeated after").fill("2190");
        page.getByLabel("Unit").selectOption("minute");
        press("Save");
        assertThat(page.getByText("Saved.")).isVisible();
        Assertions.assertThat(shop.get("/tenant").getString("redialUnknownAfter"))
                .isEqualTo("PT36H30M");
        page.reload();
        assertThat(page.getByLabel("A call of unknown fate may be repeated after"))
                .hasValue("2190");
        press("Save");
        assertThat(page.getByText("Saved.")).isVisible();
        Assertions.assertThat(shop.get("/tenant").getString("redialUnknownAfter"))
                .isEqualTo("PT36H30M");
    }

    @Test
    void rulesForAllCallsAreSetAndKept() {
        logIn("manager", newShop(), "/console/settings?tab=rules");
        page.getByRole(AriaRole.BUTTON, named("Add hours")).first().click();
        page.getByLabel("From").fill("10:00");
        page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("16:00");
        page.getByLabel("Calls to a number in 7 days, at most").fill("2");
        press("Save");
        assertThat(page.getByText("Saved.")).isVisible();
        page.reload();
        assertThat(page.getByLabel("From")).hasValue("10:00");
        assertThat(page.getByLabel("Calls to a number in 7 days, at most")).hasValue("2");
    }

    @Test
    void rulesThatTheFormHasNoFieldForStay() {
        Shop shop = newShop();
        logIn("manager", shop, "/console/settings?tab=rules");
        page.evaluate(
                "() => fetch('/api/v1/tenant/calling-rules', {method: 'PUT', headers: {'X-Requested-With': 'console',"
                        + " 'If-Match': '*', 'Content-Type': 'application/json'}, body: JSON.stringify({windows:"
                        + " [{days: ['weekdays-SA'], from: '09:00', to: '17:00'}], frequency: {spacing: 'PT90S'}})})");
        page.reload();
        page.getByLabel("Calls to a number in 7 days, at most").fill("2");
        press("Save");
        assertThat(page.getByText("Saved.")).isVisible();
        JsonObject rules = shop.get("/tenant/calling-rules");
        Assertions.assertThat(rules.getJsonArray("windows").getJsonObject(0).getJsonArray("days"))
                .containsExactly("weekdays-SA");
        Assertions.assertThat(rules.getJsonObject("frequency").getString("spacing"))
                .isEqualTo("PT1M30S");
    }

    @Test
    void aWebhookShowsItsSecretOnceAndItsDeliveries() {
        logIn("admin", newShop(), "/console/settings?tab=webhooks");
        press("Add a webhook");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Address").fill("https://crm.example.com/hooks");
        dialog.getByLabel("Call ended").check();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add a webhook"))
                .click();
        assertThat(page.locator("main code")).containsText("whsec_");

        page.getByRole(AriaRole.LINK, named("https://crm.example.com/hooks")).click();
        assertThat(page.locator("main h1")).hasText("https://crm.example.com/hooks");
        assertThat(page.locator("main code")).hasCount(0);
        press("Send a test");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("Test");
    }

    @Test
    void theRecordSaysWhoDidWhat() {
        Shop shop = newShop();
        shop.withContent();
        logIn("admin", shop, "/console/audit");
        page.locator("input[name=action]").fill("script");
        press("Search");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("script.create");
    }

    @Test
    void anAttributesTypeIsChangedAfterItsEffectWasSeen() {
        Shop shop = newShop();
        shop.imported("external_id,phone,points\nA-1,+966500000001,12\nA-2,+966500000002,many\n");
        logIn("operator", shop, "/console/attributes");
        page.getByRole(AriaRole.BUTTON, named("points")).click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Type").selectOption("number");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("See what would follow"))
                .click();
        assertThat(dialog).containsText("Values of this type: 1; others: 1.");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Change the type"))
                .click();
        assertThat(page.locator("tbody tr")).containsText("Number");
    }

    private void press(String name) {
        page.locator("main")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
