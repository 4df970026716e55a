package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of campaigns, page by page. */
class CampaignListE2E extends InBrowser {

    private static final int MORE_THAN_A_PAGE = 53;

    private static Shop shop;

    @BeforeEach
    void campaigns() {
        if (shop == null) {
            shop = newShop();
            for (int i = 1; i <= MORE_THAN_A_PAGE; i++) {
                shop.post(
                        "/campaigns",
                        new JsonObject()
                                .put("name", "Campaign " + i)
                                .put("objective", i % 2 == 0 ? "renewals" : "bookings"));
            }
        }
    }

    @Test
    void pagesAreTurnedThereAndBack() {
        logIn("manager", shop, "/console/campaigns");
        assertThat(rows()).hasCount(50);
        button("Older campaigns").click();
        assertThat(rows()).hasCount(3);
        assertThat(page.getByText("Campaign 1", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        page.reload();
        assertThat(rows()).hasCount(3);
        button("Newer campaigns").click();
        assertThat(rows()).hasCount(50);
    }

    @Test
    void whatIsAskedForStandsInTheAddress() {
        logIn("manager", shop, "/console/campaigns");
        page.getByLabel("Objective").selectOption("renewals");
        assertThat(rows()).hasCount(26);
        page.getByLabel("Name").fill("paign 5");
        assertThat(rows()).hasCount(2);
        page.reload();
        assertThat(rows()).hasCount(2);
        assertThat(page.getByLabel("Objective")).hasValue("renewals");
    }

    @Test
    void aCampaignIsDuplicatedAndADraftDeleted() {
        Shop own = newShop();
        own.post("/campaigns", new JsonObject().put("name", "Original").put("objective", "renewals"));
        logIn("manager", own, "/console/campaigns");
        button("Duplicate Original").click();
        assertThat(page.locator("main h1")).hasText("Original (copy)");
        assertThat(page.getByLabel("Objective")).hasValue("renewals");
        page.getByText("All campaigns").click();
        button("Delete Original (copy)").click();
        page.locator("dialog")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
        assertThat(rows()).hasCount(1);
    }

    @Test
    void aViewerIsOfferedNothingThatChangesSomething() {
        logIn("viewer", shop, "/console/campaigns");
        assertThat(rows()).hasCount(50);
        assertThat(page.getByText("New campaign")).hasCount(0);
        assertThat(button("Duplicate")).hasCount(0);
        assertThat(page.locator("table").getByText("Edit")).hasCount(0);
        page.getByText("Campaign 53").click();
        assertThat(page).hasURL(Pattern.compile("/console/campaigns/[0-9a-f-]{36}$"));
        open(page.url() + "/edit");
        assertThat(page.locator("main h1")).hasText("This page is not for your role");
    }

    private Locator rows() {
        return page.locator("table.campaigns tbody tr");
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
