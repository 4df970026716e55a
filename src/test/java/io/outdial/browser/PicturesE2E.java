package io.outdial.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the pictures of the documentation, to be looked at by people: {@code ./mvnw -Pe2e verify -Dit.test=PicturesE2E
 * -Doutdial.pictures=docs/images}.
 */
@EnabledIfSystemProperty(named = "outdial.pictures", matches = ".+")
class PicturesE2E extends InBrowser {

    @Test
    void theConsoleLightDarkInArabicAndOnAPhone() {
        Shop shop = newShop().withCustomers(3_000);
        newWindow(wide("en-GB", ColorScheme.LIGHT));
        logIn("admin", shop, "/console/campaigns");
        Planner planner = new Planner(page);
        planner.begin("Interest survey");
        planner.startAtOnce();
        planner.step("Audience");
        planner.matched();
        picture("audience");
        planner.callAtAnyHour();
        planner.step("Content");
        page.locator(".example blockquote").waitFor();
        planner.launch();
        page.getByText("Answered by a person").first().waitFor();
        picture("live");

        newWindow(wide("ar", ColorScheme.DARK));
        logIn("admin", shop, "/console/customers");
        picture("customers-arabic-dark");

        newWindow(new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setViewportSize(NARROW, 740)
                .setColorScheme(ColorScheme.LIGHT));
        logIn("admin", shop, "/console/settings?tab=rules");
        picture("rules-phone");
    }

    private static Browser.NewContextOptions wide(String locale, ColorScheme scheme) {
        return new Browser.NewContextOptions()
                .setLocale(locale)
                .setViewportSize(WIDE, 800)
                .setColorScheme(scheme);
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(System.getProperty("outdial.pictures"), "console-" + name + ".png")));
    }
}
