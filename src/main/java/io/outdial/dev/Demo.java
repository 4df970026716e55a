package io.outdial.dev;

import io.outdial.tenant.TenantDraft;
import io.outdial.tenant.TenantLimits;
import io.outdial.tenant.TenantService;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Shows the main job on an empty machine: a property company in Riyadh with 10,000 customers and five campaigns, of which the
 * first is launched and watched to its end. On a later start a duplicate of it is.
 */
@ApplicationScoped
@IfBuildProfile("dev")
class Demo {

    private static final Logger LOG = Logger.getLogger(Demo.class);
    private static final String TENANT = "demo";
    /** A second tenant, to see that the two cannot see each other. */
    private static final String OTHER_TENANT = "rival";

    private final TenantService tenants;
    private final LocalIdentityProvider identities;
    private final boolean enabled;
    private final String address;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Demo(
            TenantService tenants,
            LocalIdentityProvider identities,
            @ConfigProperty(name = "outdial.demo.enabled") boolean enabled,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.tenants = tenants;
        this.identities = identities;
        this.enabled = enabled;
        this.address = "http://localhost:" + port;
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            Thread thread = new Thread(this::run, "demo");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    private void run() {
        try {
            waitUntilServed();
            boolean fresh = ensureTenant(TENANT, "Demo Properties", "SA", "Asia/Riyadh");
            ensureTenant(OTHER_TENANT, "Rival Homes", "AE", "Asia/Dubai");
            System.out.printf("%n  Console   %s/console/%n%n", address);
            DemoApi api = new DemoApi(address, token("admin"));
            String campaign = fresh ? seed(api) : duplicate(api);
            launch(api, campaign);
            new ProgressBar(System.out, stopped).follow(() -> api.get("/campaigns/" + campaign + "/progress"));
            printWhatIsWhere(campaign);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("The demo could not go on; the service itself is up", e);
        }
    }

    private void waitUntilServed() throws InterruptedException {
        while (true) {
            try {
                new DemoApi(address, identities.token("demo", Optional.empty(), Set.of(), Set.of("platform:admin")))
                        .get("/tenants?limit=1");
                return;
            } catch (IOException notYet) {
                if (stopped.await(200, TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** Whether the tenant was made now. */
    private boolean ensureTenant(String slug, String name, String country, String zone) throws Throwable {
        // Hibernate wants its session made on a Vert.x context, so even the first call is made there.
        return VertxContextSupport.subscribeAndAwait(() -> tenants.exists(slug)
                .chain(exists -> exists
                        ? Uni.createFrom().item(false)
                        : tenants.create(new TenantDraft(
                                        slug,
                                        name,
                                        country,
                                        zone,
                                        null,
                                        new TenantLimits(120, 200, 1_000_000, 10, null, null)))
                                .replaceWith(true)));
    }

    private String seed(DemoApi api) throws IOException, InterruptedException {
        LOG.info("Importing 10,000 customers of the demo tenant");
        api.postResource("/customers/import", "text/csv", "/demo/customers-10k.csv");
        api.postResource("/do-not-call/import", "text/plain", "/demo/do-not-call-sa.txt");
        String agent = api.post(
                        "/voice-agents",
                        new JsonObject()
                                .put("name", "Noura")
                                .put("language", "ar")
                                .put("voice", "noura"))
                .getString("id");
        String first = null;
        for (JsonObject demo : DemoCampaigns.all()) {
            String script = api.post(
                            "/scripts",
                            new JsonObject()
                                    .put("name", demo.getString("name"))
                                    .put("language", "en")
                                    .put("template", demo.getString("script")))
                    .getString("id");
            String id = api.post("/campaigns", DemoCampaigns.body(demo, agent, script, Instant.now(), "PT5S"))
                    .getString("id");
            first = first == null ? id : first;
        }
        return first;
    }

    private String duplicate(DemoApi api) throws IOException, InterruptedException {
        String name = DemoCampaigns.all().get(0).getString("name");
        JsonArray found = api.get("/campaigns?limit=500").getJsonArray("items");
        String original = found.stream()
                .map(JsonObject.class::cast)
                .filter(campaign -> campaign.getString("name").startsWith(name))
                .map(campaign -> campaign.getString("id"))
                .findFirst()
                .orElseThrow(
                        () -> new IOException("the demo's first campaign is gone; delete .outdial to start afresh"));
        return api.post("/campaigns/" + original + "/duplicate", null).getString("id");
    }

    private static void launch(DemoApi api, String campaign) throws IOException, InterruptedException {
        api.post("/campaigns/" + campaign + "/schedule", null);
        // A start in the past is due at once: the clock may have been faster.
        String state = api.get("/campaigns/" + campaign).getString("state");
        if (state.equals("scheduled")) {
            try {
                api.post("/campaigns/" + campaign + "/activate", null);
            } catch (IOException refused) {
                LOG.debugf("Activated by the clock: %s", refused.getMessage());
            }
        }
    }

    private void printWhatIsWhere(String campaign) {
        System.out.printf("%n  Console   %s/console/campaigns/%s%n", address, campaign);
        System.out.printf("  API       %s/q/swagger-ui%n", address);
        System.out.printf("  Token     TOKEN=$(curl -s '%s/dev/token?tenant=%s&role=manager')%n", address, TENANT);
        System.out.printf(
                "  Progress  curl -s -H \"Authorization: Bearer $TOKEN\" %s/api/v1/campaigns/%s/progress%n%n",
                address, campaign);
    }

    private String token(String role) {
        return identities.token("demo", Optional.of(TENANT), Set.of(role), DevTokenResource.TENANT_SCOPES);
    }
}
