package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** What is around every page: login, language, the way to other pages, and the end of a session. */
class FrameE2E extends InBrowser {

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
    void theLanguageIsKept() {
        logIn("viewer", newShop(), "/console/");
        page.getByLabel("Language").selectOption("ar");
        open("/console/campaigns");
        assertThat(page.locator("html")).hasAttribute("dir", "rtl");
        assertThat(page.locator("main h1")).hasText("الحملات");
    }

    @Test
    void anAddressWithoutAPageSaysSo() {
        logIn("viewer", newShop(), "/console/nowhere");
        assertThat(page.locator("main h1")).hasText("There is no such page");
    }
}
