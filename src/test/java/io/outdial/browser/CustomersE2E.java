package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Customers in the console: brought in from a file, found, changed, erased; and what a viewer is not offered. */
class CustomersE2E extends InBrowser {

    private static final String FILE = """
            external_id,name,phone,city
            C-1,Sara Alharbi,+966500000001,Riyadh
            C-2,Omar Saleh,not a number,Jeddah
            C-3,Laila Nasser,+966500000003,Jeddah
            """;

    @Test
    void rowsThatAnImportRejectsAreShownAndDownloaded() throws IOException {
        logIn("operator", newShop(), "/console/customers");
        button("Import customers", AriaRole.LINK).first().click();
        page.getByLabel("File (CSV or NDJSON)")
                .setInputFiles(new FilePayload("people.csv", "text/csv", FILE.getBytes(StandardCharsets.UTF_8)));
        button("Send the file", AriaRole.BUTTON).click();

        assertThat(page.locator("main h1")).hasText("Result of the import");
        assertThat(page.locator("dl.figures div").nth(1)).containsText("2");
        Locator rejected = page.getByRole(AriaRole.REGION).locator("tbody tr").first();
        assertThat(rejected).containsText("3");
        assertThat(rejected).containsText("phone");

        Download list = page.waitForDownload(
                () -> button("Download this list", AriaRole.BUTTON).click());
        assertThat(Files.readString(list.path())).contains("\"line\",\"column\"", "\"3\",\"phone\"");

        page.reload();
        assertThat(page.locator("main h1")).hasText("Result of the import");
    }

    @Test
    void aCustomerIsFoundByAPartOfTheNameAndChanged() {
        Shop shop = newShop();
        shop.imported(FILE);
        logIn("manager", shop, "/console/customers");
        page.getByLabel("Name, number or ID").fill("laila");
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.getByRole(AriaRole.LINK, named("Laila Nasser")).click();
        button("Change", AriaRole.LINK).click();
        page.getByLabel("City").fill("Dammam");
        button("Save", AriaRole.BUTTON).click();
        assertThat(page.locator("dl.known").first()).containsText("Dammam");
        assertThat(page.locator("dl.known").first()).containsText("+966500000003");
    }

    @Test
    void aNestedPartOfTheAttributesCanBeRemoved() {
        Shop shop = newShop();
        String id = shop.post(
                        "/customers",
                        new JsonObject("{\"phone\": \"+966500000009\", \"externalId\": \"N-1\","
                                + " \"attributes\": {\"car\": {\"make\": \"A\", \"year\": 2020}}}"))
                .getString("id");
        logIn("manager", shop, "/console/customers/" + id + "/change");
        page.locator("textarea[name=attributes]").fill("{\"car\": {\"make\": \"A\"}}");
        button("Save", AriaRole.BUTTON).click();
        assertThat(page.locator("dl.known").first()).isVisible();
        assertThat(shop.get("/customers/" + id).getJsonObject("attributes"))
                .isEqualTo(new JsonObject("{\"car\": {\"make\": \"A\"}}"));
    }

    @Test
    void whoIsErasedIsGoneAndTheirNumberIsNotCalledAgain() {
        Shop shop = newShop();
        shop.imported(FILE);
        logIn("manager", shop, "/console/customers/" + shop.firstOf("/customers"));
        button("Erase", AriaRole.BUTTON).click();
        page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, in("Erase")).click();
        assertThat(page).hasURL(stage.service.url() + "/console/customers");
        assertThat(page.getByText("Sara Alharbi")).hasCount(0);

        open("/console/do-not-call");
        page.getByRole(AriaRole.TEXTBOX, named("Check a number")).fill("+966500000001");
        button("Check", AriaRole.BUTTON).click();
        assertThat(page.locator("output")).hasText("Not called: Erased people");
    }

    @Test
    void whatIsTypedAndNotSentSurvivesAnExpiredSession() {
        Shop shop = newShop();
        logIn("operator", shop, "/console/customers/new");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Huda");
        page.getByLabel("ID", new Page.GetByLabelOptions().setExact(true)).fill("C-9");
        page.getByLabel("Phone").fill("+966500000009");
        context.clearCookies();
        button("Save", AriaRole.BUTTON).click();

        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Your session has ended");
        page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.LINK).click();
        page.getByLabel("Who are you?").fill("operator@" + shop.slug);
        page.getByRole(AriaRole.BUTTON).click();

        assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("Huda");
        button("Save", AriaRole.BUTTON).click();
        assertThat(page.locator("main h1")).hasText("C-9");
    }

    @Test
    void aViewerIsOfferedNothingThatChangesSomething() {
        Shop shop = newShop().withCustomers(5);
        shop.withContent();
        logIn("viewer", shop, "/console/customers");
        assertThat(page.locator("nav")).not().containsText(java.util.regex.Pattern.compile("Connections|Audit"));
        for (String path : new String[] {
            "/console/customers",
            "/console/customers/" + shop.firstOf("/customers"),
            "/console/do-not-call",
            "/console/attributes",
            "/console/content",
            "/console/content/scripts/" + shop.firstOf("/scripts")
        }) {
            open(path);
            assertThat(page.locator("main :is(.primary, .danger)")).hasCount(0);
        }
        open("/console/customers");
        assertThat(page.locator("tbody tr").first()).containsText("***");
        String id = page.locator("tbody tr td").first().textContent();
        page.getByLabel("ID", new Page.GetByLabelOptions().setExact(true)).fill(id);
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody th a")).hasText(id);
        open("/console/customers/import");
        assertThat(page.locator("main h1")).hasText("This page is not for your role");
    }

    private Locator button(String name, AriaRole role) {
        return page.locator("main").getByRole(role, in(name));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
