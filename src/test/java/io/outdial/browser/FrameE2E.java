package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** What is around every page: login, language, the way to other pages, and the end of a session. */
class FrameE2E extends InBrowser {

    @Test
    void aServiceThatCannotSayWhoOneIsIsAskedAgain() {
        logIn("manager", newShop(), "/console/campaigns");
        page.route(
                "**/session",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setBody("{\"detail\": \"The database is away.\"}")));
        page.reload();
        assertThat(page.locator("[role=alert]")).isVisible();
        page.unroute("**/session");
        page.locator("[role=alert]").getByRole(AriaRole.BUTTON).click();
        settled();
        assertThat(page.locator("main h1")).hasText("Campaigns");
    }

    @Test
    void whoIsNotLoggedInIsAskedToAndComesBack() {
        Shop shop = newShop();
        page.navigate("/console/campaigns?state=draft");
        page.locator("main")
                .getByText("Log in", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                .last()
                .click();
        page.getByLabel("Who are you?").fill("viewer@" + shop.slug);
        page.getByRole(AriaRole.BUTTON).click();
        assertThat(page).hasURL(stage.service.url() + "/console/campaigns?state=draft");
        assertThat(page.getByText("viewer@" + shop.slug)).isVisible();
    }

    @Test
    void theLoginHasThePageToItself() {
        page.navigate("/console/");
        assertThat(page.locator("section.login")).isVisible();
        org.assertj.core.api.Assertions.assertThat(page.locator("section.login").boundingBox().width)
                .isGreaterThan(400);
    }

    @Test
    void theLanguageIsKept() {
        logIn("viewer", newShop(), "/console/");
        page.getByLabel("Language").selectOption("ar");
        open("/console/campaigns");
        assertThat(page.locator("html")).hasAttribute("dir", "rtl");
        assertThat(page.locator("main h1")).hasText("الحملات");
    }

    @Test
    void aNumberIsBlockedWithTheKeyboardAlone() {
        logIn("manager", newShop(), "/console/campaigns");
        Keys keys = new Keys(page);
        keys.to("Do not call").press("Enter");
        assertThat(page.locator("main h1")).hasText("Do not call");
        keys.to("Add a number").press("Enter");
        keys.to("Number").type("+966500000042");
        keys.to("Reason").type("Asked by letter");
        keys.press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(page.locator("tbody").last()).containsText("+966500000042");
    }

    @Test
    void whatTheRoleMayNotDoIsNotInTheNavigation() {
        Shop shop = newShop();
        logIn("operator", shop, "/console/");
        assertThat(page.locator("nav a")).hasText(new String[] {
            "Campaigns", "Audiences", "Customers", "Attributes", "Do not call", "Agents and scripts", "Settings"
        });
        open("/console/audit");
        assertThat(page.locator("main h1")).hasText("This page is not for your role");
    }

    /** In one visit: each area comes beside those that were loaded before, and what fails in one of them fails the test. */
    @Test
    void everyAreaOpensAfterTheOthers() {
        Shop shop = newShop().withCustomers(1);
        String script = shop.withContent().getString("scriptId");
        logIn("admin", shop, "/console/content/scripts/" + script);
        assertThat(page.getByText("Hello {{first_name}}").first()).isAttached();
        for (String entry : page.locator("nav a").allInnerTexts()) {
            page.locator("nav a", new Page.LocatorOptions().setHasText(entry)).click();
            assertThat(page.locator("main h1")).hasText(entry);
        }
        page.locator("nav a").first().click();
        page.locator("main a[href='/console/campaigns/new']").first().click();
        assertThat(page.locator("main h1")).hasText("New campaign");
    }

    @Test
    void anAddressWithoutAPageSaysSo() {
        logIn("viewer", newShop(), "/console/nowhere");
        assertThat(page.locator("main h1")).hasText("There is no such page");
    }

    @Test
    void whoseLoginIsRefusedIsToldWhyAndCanLogOut() {
        page.navigate("/console/?login=tenant");
        assertThat(page.locator("main h1")).hasText("Your organisation has no access here");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))
                .click();
        page.waitForURL("**/console/");
        assertThat(page.locator("main h1")).hasText("Log in");
    }
}
