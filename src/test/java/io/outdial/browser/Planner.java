package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** How people plan a campaign, in the words of the page. */
final class Planner {

    private static final Pattern SAVED = Pattern.compile("^\\s*Saved\\s*$");

    private final Page page;

    Planner(Page page) {
        this.page = page;
    }

    /** From the list of campaigns to the draft of a template; with a new voice agent where there is none. */
    void begin(String template) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New campaign"))
                .click();
        button("Begin with this: " + template).click();
        button("Create the draft").waitFor();
        if (page.getByLabel("Voice", exactly()).isVisible()) {
            page.getByLabel("Name", exactly()).last().fill("Noura");
            page.getByLabel("Voice", exactly()).fill("noura");
        }
        button("Create the draft").click();
        page.locator("#step-title").waitFor();
    }

    void step(String name) {
        page.locator("nav.steps").getByText(name).click();
        assertThat(page.locator("#step-title")).hasText(name);
    }

    /** Every hour of every day, and no country's rules: tests are run at any time. */
    void callAtAnyHour() {
        step("Calls");
        for (Locator day :
                page.locator(".windows").first().locator(".days input").all()) {
            day.check();
        }
        page.getByLabel("From", exactly()).fill("00:00");
        page.getByLabel("To", exactly()).fill("24:00");
        page.getByLabel("Attempts for each person").fill("1");
        page.getByLabel("Calls per day at most").fill("100000");
        step("Advanced");
        page.getByLabel("Regulation").selectOption("none");
    }

    void startAtOnce() {
        step("Basics");
        button("As soon as it is scheduled").click();
    }

    /** How many match now, once that is counted. */
    int matched() {
        page.locator("#matched").waitFor();
        return Integer.parseInt(page.locator("#matched").innerText().replace(",", ""));
    }

    void saved() {
        assertThat(page.locator("#save-state")).hasText(SAVED);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** Past the question how many people, when and at what cost. */
    void launch() {
        step("Review and launch");
        saved();
        assertThat(page.getByText("Nothing is missing: it can be scheduled.")).isVisible();
        button("Launch now").click();
        assertThat(page.locator("dialog")).containsText("people will be called");
        page.locator("dialog")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Launch now"))
                .click();
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
