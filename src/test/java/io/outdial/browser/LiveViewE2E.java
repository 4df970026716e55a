package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A campaign watched as it happens: what comes after a connection was lost, and who may do what. */
class LiveViewE2E extends InBrowser {

    private static Shop shop;

    @Test
    void whatHappenedWhileTheConnectionWasLostIsShownOnce() {
        String campaign = Campaigns.waiting(shop(), "Lost and found");
        logIn("manager", shop(), "/console/campaigns/" + campaign);
        assertThat(link()).hasText("Live");

        context.setOffline(true);
        assertThat(link()).hasText("Connection lost, trying again…");
        for (String action : List.of("pause", "resume", "pause")) {
            Campaigns.act(shop(), campaign, action);
        }
        context.setOffline(false);

        assertThat(link()).hasText("Live");
        assertThat(page.locator(".title .badge")).hasText("Paused");
        assertThat(page.locator(".events li")).hasCount(stored(campaign));
    }

    /** The other end is gone without a word: no browser and no TCP notices that while nothing is sent. */
    @Test
    void aConnectionThatFallsSilentIsGivenUpAndGoesOnAfterTheLastEvent() throws IOException {
        try (EventSource source = new EventSource(teller -> {
            teller.event("event-" + teller.connection(), "state_changed", happened("active"));
            // The next connection may be silent for long: it is looked at.
            int seconds = teller.connection() == 0 ? 1 : 600;
            teller.event(null, "stream", new JsonObject().put("heartbeatSeconds", seconds));
            new CountDownLatch(1).await();
        })) {
            String campaign = Campaigns.waiting(shop(), "Silent");
            redirectEvents(source);
            logIn("viewer", shop(), "/console/campaigns/" + campaign);
            assertThat(page.locator(".events li")).hasCount(2);
            assertThat(source.asked.subList(0, 2)).containsExactly("", "event-0");
        }
    }

    @Test
    void aConnectionThatIsCutGoesOnAfterTheLastEvent() throws IOException {
        int each = 7;
        try (EventSource source = new EventSource(teller -> {
            for (int i : IntStream.range(0, each).toArray()) {
                teller.event("event-" + (teller.connection() * each + i), "state_changed", happened("active"));
            }
            if (teller.connection() == 2) {
                new CountDownLatch(1).await();
            }
        })) {
            String campaign = Campaigns.waiting(shop(), "Cut");
            redirectEvents(source);
            logIn("viewer", shop(), "/console/campaigns/" + campaign);
            assertThat(page.locator(".events li")).hasCount(3 * each);
            assertThat(source.asked.subList(0, 3)).containsExactly("", "event-6", "event-13");
        }
    }

    @Test
    void whoMayNotLaunchIsOfferedNothingToDoAndSeesMaskedNumbers() {
        String campaign = Campaigns.calling(shop(), "For viewers");
        logIn("viewer", shop(), "/console/campaigns/" + campaign);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Newest calls")))
                .isVisible();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop for good")))
                .hasCount(0);
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause")))
                .hasCount(0);
        Locator number = page.locator("[aria-labelledby=calls] bdi").first();
        assertThat(number).isVisible();
        assertThat(number.innerText()).doesNotMatch("\\+9665\\d{8}").contains("*");
    }

    @Test
    void aPauseIsConfirmedAndItsReasonIsShown() {
        String campaign = Campaigns.waiting(shop(), "Paused by hand");
        logIn("manager", shop(), "/console/campaigns/" + campaign);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause"))
                .click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Reason").fill("The shop is full.");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Pause"))
                .click();
        assertThat(page.locator(".title .badge")).hasText("Paused");
        assertThat(page.locator(".notice").first()).containsText("The shop is full.");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume")))
                .isVisible();
    }

    /** What the service did by itself is said in the language of the page. */
    @Test
    void anEndByItselfIsSaidInTheLanguageOfThePage() {
        String campaign = Campaigns.calling(shop(), "To the end");
        logIn("viewer", shop(), "/console/campaigns/" + campaign);
        page.getByLabel("Language").selectOption("ar");
        assertThat(page.locator(".title .badge"))
                .hasText(
                        "مكتملة",
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions().setTimeout(60_000));
        assertThat(page.locator(".notice").first()).containsText("تم الاتصال بالجميع في حدود ما تسمح به القواعد.");
        assertThat(page.locator("table.rates")).hasCount(3);
        assertThat(page.locator("table.guards")).hasCount(1);
    }

    private Locator link() {
        return page.locator(".title .link");
    }

    private void redirectEvents(EventSource source) {
        page.route(
                "**/api/v1/campaigns/*/events", route -> route.resume(new Route.ResumeOptions().setUrl(source.url())));
    }

    static JsonObject happened(String to) {
        return new JsonObject()
                .put("type", "state_changed")
                .put("at", Instant.now().toString())
                .put("actor", "tester")
                .put("detail", new JsonObject().put("to", to));
    }

    /** As many events as the service has kept of the campaign. */
    private int stored(String campaign) {
        return ((Number) page.evaluate("""
                        async (id) => {
                          const stop = new AbortController();
                          const answer = await fetch(`/api/v1/campaigns/${id}/events`, {signal: stop.signal});
                          const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
                          let text = '';
                          while (!text.includes('event:progress')) {
                            text += (await reader.read()).value;
                          }
                          stop.abort();
                          return text.split('\\n').filter((line) => line.startsWith('id:')).length;
                        }""", campaign)).intValue();
    }

    private Shop shop() {
        if (shop == null) {
            shop = newShop().withCustomers(40);
        }
        return shop;
    }
}
