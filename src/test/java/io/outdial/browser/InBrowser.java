package io.outdial.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A test of the console in Chromium. Each has its own browser context, as if it were another person's; when one fails, what the
 * page showed is in {@code target/browser}. A script that fails or a rule of the page's content security policy that is broken
 * fails the test.
 */
abstract class InBrowser {

    static final int WIDE = 1280;
    static final int NARROW = 360;
    /** Milliseconds; several processes share a small machine. */
    static final int PATIENCE = 30_000;

    @RegisterExtension
    final Window window = new Window();

    Stage stage;
    BrowserContext context;
    Page page;
    private final List<String> faults = new ArrayList<>();

    /** Opens a context before each test, and closes it after. */
    final class Window implements BeforeEachCallback, AfterTestExecutionCallback {

        @Override
        public void beforeEach(ExtensionContext test) {
            stage = Stage.of(test);
            newWindow(new Browser.NewContextOptions().setViewportSize(WIDE, 800).setLocale("en-GB"));
        }

        @Override
        public void afterTestExecution(ExtensionContext test) {
            if (test.getExecutionException().isPresent()) {
                String name = test.getRequiredTestClass().getSimpleName() + "-"
                        + test.getRequiredTestMethod().getName();
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/browser", name + ".png"))
                        .setFullPage(true));
            }
            context.close();
            assertThat(faults).as("what the page could not do").isEmpty();
        }
    }

    /** Another window instead of the one there is, with other settings. */
    final void newWindow(Browser.NewContextOptions options) {
        if (context != null) {
            context.close();
        }
        context = stage.browser.newContext(options.setBaseURL(stage.service.url()));
        context.setDefaultTimeout(PATIENCE);
        page = context.newPage();
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            String text = message.text();
            if (text.contains("Content Security Policy") || text.contains("Trusted")) {
                faults.add(text);
            }
        });
    }

    /** A tenant of this class's own, the first time with nothing in it. */
    final Shop newShop() {
        String unique = Long.toString(System.nanoTime(), 36);
        return stage.shop("shop-" + unique);
    }

    /** Logs somebody in by the login page and goes on to a page of the console. */
    final void logIn(String role, Shop shop, String path) {
        page.navigate("/login?to=" + path);
        page.getByLabel("Who are you?").fill(role + "@" + shop.slug);
        page.getByRole(AriaRole.BUTTON).click();
        page.waitForURL(stage.service.url() + path);
        settled();
    }

    /** Goes to a page as a typed address does. */
    final void open(String path) {
        page.navigate(path);
        settled();
    }

    /** Waits until the page shows itself and has read what it shows. */
    final void settled() {
        page.locator("main h1").first().waitFor();
        page.waitForFunction("() => [...document.querySelectorAll('[role=status]')]"
                + ".every(status => !/^(Loading|جارٍ التحميل)/.test(status.textContent.trim()))");
    }

    /** What axe-core finds against WCAG 2.2 AA and good practice, one line each; empty is right. */
    final List<String> violations() {
        return new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(InBrowser::words)
                        .toList();
    }

    private static String words(Rule rule) {
        return rule.getId() + " " + rule.getHelp() + ": "
                + rule.getNodes().stream().map(node -> node.getHtml()).limit(3).collect(Collectors.joining(" | "));
    }

    /** By how many pixels the page is wider than the window. */
    final int overflow() {
        return ((Number) page.evaluate(
                        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
    }
}
