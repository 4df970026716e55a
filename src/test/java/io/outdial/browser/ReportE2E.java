package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report of a campaign that is over: its figures are the API's, and it leads on. */
class ReportE2E extends InBrowser {

    private static final int PEOPLE = 40;
    private static final double SOON = 60_000;

    private static Shop shop;
    private static String campaign;

    @Test
    void itsFiguresAreThoseOfTheApi() {
        openReport("viewer");
        JsonObject report = api("/campaigns/" + campaign + "/report");

        JsonObject funnel = report.getJsonObject("funnel");
        List<String> steps =
                page.locator("table.funnel tbody tr td:nth-child(2)").allInnerTexts();
        assertThat(steps)
                .containsExactly(
                        funnel.getInteger("matched").toString(),
                        funnel.getInteger("reachable").toString(),
                        funnel.getInteger("dialled").toString(),
                        funnel.getInteger("answered").toString(),
                        funnel.getInteger("talked").toString(),
                        funnel.getInteger("succeeded").toString());
        assertThat(funnel.getInteger("matched")).isEqualTo(PEOPLE);

        JsonObject total = report.getJsonObject("total");
        assertThat(figure("Calls")).isEqualTo(total.getInteger("calls").toString());
        assertThat(figure("Conversations"))
                .isEqualTo(total.getInteger("conversations").toString());
        assertThat(figure("Successes")).startsWith(total.getInteger("successes").toString());
        assertThat(figure("Conversions"))
                .startsWith(total.getInteger("conversions").toString());

        int inHeatMap = page.locator("table.heat small").allInnerTexts().stream()
                .mapToInt(text -> Integer.parseInt(text.replaceAll("\\D", "")))
                .sum();
        assertThat(inHeatMap).isEqualTo(total.getInteger("calls"));
    }

    @Test
    void everyCallLeavesAsARowOfAFile() throws IOException {
        openReport("viewer");
        Download file = page.waitForDownload(
                () -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All calls as CSV"))
                        .click());
        int calls =
                api("/campaigns/" + campaign + "/report").getJsonObject("total").getInteger("calls");
        assertThat(Files.readAllLines(file.path())).hasSize(1 + calls);
    }

    @Test
    void itsFiguresLeaveAsAFileWithTheNamesOfTheApi() throws IOException {
        openReport("viewer");
        Download file = page.waitForDownload(
                () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("These figures as CSV"))
                        .click());
        JsonObject report = api("/campaigns/" + campaign + "/report");
        List<String> rows = Files.readAllLines(file.path());
        assertThat(rows.get(0)).isEqualTo("\ufeffsection,key,measure,value");
        assertThat(rows)
                .contains(
                        "funnel,,talked," + report.getJsonObject("funnel").getInteger("talked"),
                        "total,,cost,"
                                + report.getJsonObject("total")
                                        .getJsonObject("cost")
                                        .getString("amount"))
                .noneMatch(row -> row.contains("[object"));
        report.getJsonObject("outcomes").forEach(outcome -> assertThat(rows)
                .contains("outcome," + outcome.getKey() + ",calls," + outcome.getValue()));
    }

    @Test
    void onPaperThereIsTheReportAndNothingToPress() {
        openReport("manager");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
        assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
        assertThat(page.locator("table.funnel")).isVisible();
        assertThat(page.locator("table.heat")).isVisible();
        int paper = 680;
        page.setViewportSize(paper, 1_000);
        assertThat(overflow()).as("pixels beyond the paper's edge").isLessThanOrEqualTo(0);
        for (String box : List.of("table.funnel", "table.heat")) {
            assertThat(page.locator(box).boundingBox().width).as(box).isLessThanOrEqualTo(paper);
        }
    }

    @Test
    void oneGoesOnWithThePeopleItDidNotReach() {
        openReport("manager");
        button("Follow up").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Whom it did not reach").check();
        dialog.getByLabel("Name of the audience").fill("Try again");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save the audience"))
                .click();
        Locator saved = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Try again"));
        assertThat(saved).isVisible();
        String id = saved.getAttribute("href").replaceAll(".*/", "");
        assertThat(api("/audiences/" + id).encode()).contains("exhausted").contains(campaign);
    }

    @Test
    void oneGoesOnWithTheSameCampaignAgain() {
        openReport("manager");
        button("Duplicate the campaign").click();
        page.waitForURL(address -> address.matches(".*/console/campaigns/[0-9a-f-]{36}/edit"));
        String copy = page.url().replaceAll(".*/campaigns/|/edit", "");
        assertThat(api("/campaigns/" + copy).getString("state")).isEqualTo("draft");
    }

    @Test
    void aViewerIsNotOfferedWhatComesNext() {
        openReport("viewer");
        assertThat(button("Print")).isVisible();
        assertThat(button("Follow up")).hasCount(0);
        assertThat(button("Duplicate the campaign")).hasCount(0);
    }

    private void openReport(String role) {
        if (shop == null) {
            shop = newShop().withCustomers(PEOPLE);
            campaign = Campaigns.calling(shop, "Reported");
        }
        logIn(role, shop, "/console/campaigns/" + campaign);
        assertThat(page.locator(".title .badge"))
                .hasText("Completed", new LocatorAssertions.HasTextOptions().setTimeout(SOON));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Report of this campaign"))
                .click();
        page.locator("table.funnel").waitFor();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private String figure(String name) {
        return page.locator(".figures > div")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("dt").getByText(name, new Locator.GetByTextOptions().setExact(true))))
                .locator("dd")
                .innerText();
    }

    private JsonObject api(String path) {
        return new JsonObject(
                (String) page.evaluate("(path) => fetch('/api/v1' + path).then((answer) => answer.text())", path));
    }
}
