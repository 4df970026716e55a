package io.outdial.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a service costs that has nothing to do: a thousand scheduled campaigns and no due target. */
class IdleBench {

    private static final int TENANTS = 100;
    private static final int CAMPAIGNS_EACH = 10;
    private static final int SECONDS = Integer.getInteger("outdial.bench.idle-seconds", 60);

    @Test
    void aThousandScheduledCampaigns() throws Exception {
        try (Database database = new Database();
                Issuer issuer = new Issuer()) {
            try (Service maker = Service.start("maker", database, issuer, "-Doutdial.dialer.enabled=false")) {
                World world = new World(database, issuer, maker);
                for (int i = 0; i < TENANTS; i++) {
                    world.tenant(1, CAMPAIGNS_EACH, false);
                }
            }
            try (Service service = Service.start("bench-idle", database, issuer)) {
                // The service compiles what it runs and looks at every tenant once.
                TimeUnit.SECONDS.sleep(60);
                double databaseBefore = database.cpu();
                double serviceBefore = service.cpu();
                TimeUnit.SECONDS.sleep(SECONDS);
                double databaseUsed = (database.cpu() - databaseBefore) / SECONDS * 100;
                double serviceUsed = (service.cpu() - serviceBefore) / SECONDS * 100;
                BenchReport.write(
                        "idle",
                        String.format(
                                Locale.ROOT,
                                "%,d scheduled campaigns of %d tenants, no due target, over %d s: the service used %.2f%% of a core,"
                                        + " PostgreSQL %.2f%%, together **%.2f%%**.",
                                TENANTS * CAMPAIGNS_EACH,
                                TENANTS,
                                SECONDS,
                                serviceUsed,
                                databaseUsed,
                                serviceUsed + databaseUsed));
            }
        }
    }
}
