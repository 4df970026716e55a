package io.outdial.dialer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.outdial.campaign.RunningCampaign;
import io.outdial.dialer.decide.Routing;
import io.outdial.dialer.decide.TokenBucket;
import io.outdial.dialer.decide.Unreached;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.Connections;
import io.outdial.telephony.ProviderHealth;
import io.outdial.telephony.Route;
import io.outdial.telephony.RouteStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The connections of a tenant within one claim: read under its capacity, used, and written back. */
@ApplicationScoped
class ClaimRoutes {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RouteStore store;
    private final Connections connections;
    private final Unreached unreached = new Unreached();

    ClaimRoutes(RouteStore store, Connections connections) {
        this.store = store;
        this.connections = connections;
    }

    /** How providers answered this campaign's requests on this replica since the last claim. */
    ProviderHealth.Seen health(CampaignId campaign) {
        return connections.builtIn().health().take(campaign);
    }

    /** @param routing what the claim asks and takes from */
    record Open(List<Route> routes, Routing routing) {}

    Uni<Open> read(TenantId tenant, SqlConnection c, Instant now) {
        String builtIn = connections.builtIn().gateway().name();
        return store.routes(tenant, c)
                .map(routes -> new Open(
                        routes,
                        new Routing(
                                routes.stream().map(route -> line(route, now)).toList(),
                                Connections.BUILT_IN,
                                builtIn)));
    }

    /** Of the zones that a campaign may call now, those whose people a connection may take. */
    List<String> reachable(RunningCampaign campaign, List<String> zones, Open ways, Instant now) {
        UUID wanted = campaign.spec().calls().connectionId();
        Predicate<String> takes = country -> ways.routing().takes(wanted, country.isEmpty() ? null : country);
        return zones.stream()
                .filter(each -> !unreached.inVain(campaign.id(), each, takes, now))
                .toList();
    }

    /** As {@link Unreached#freshFirst}. */
    boolean freshFirst(CampaignId campaign, Instant now) {
        return unreached.freshFirst(campaign, now);
    }

    /** Remembers whom of a claim no connection could take. */
    void met(ClaimBatch batch, Instant now) {
        batch.ways().forEach((campaign, ways) -> unreached.met(campaign, ways.countries(), ways.without(), now));
    }

    private static Routing.Line line(Route route, Instant now) {
        int room = route.circuit();
        if (route.maxConcurrentCalls() != null) {
            room = Math.min(room, route.maxConcurrentCalls() - route.inFlight());
        }
        if (route.callsPerSecond() != null) {
            room = Math.min(room, (int) tokens(route, now));
        }
        boolean usable = route.active() && route.circuit() > 0;
        return new Routing.Line(
                route.id(),
                route.countries(),
                route.fallback(),
                route.active(),
                usable,
                route.circuit() != Integer.MAX_VALUE,
                Math.max(0, room));
    }

    private static double tokens(Route route, Instant now) {
        return new TokenBucket(route.callsPerSecond(), SECOND).tokens(route.secondTokens(), route.tokensAt(), now);
    }

    /** Writes what the claim took of the calls per second; the calls themselves are counted by their attempts. */
    Uni<Void> write(TenantId tenant, SqlConnection c, Open open, Instant now) {
        Map<UUID, Double> tokens = new HashMap<>();
        for (Route route : open.routes()) {
            int taken = open.routing().taken().getOrDefault(route.id(), 0);
            if (route.callsPerSecond() != null && taken > 0) {
                tokens.put(route.id(), tokens(route, now) - taken);
            }
        }
        return store.useTokens(tenant, c, tokens, now);
    }

    /** The country of a number, ISO 3166-1 alpha-2; null when there is none. */
    static String country(String phone) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            return util.getRegionCodeForNumber(util.parse(phone, null));
        } catch (NumberParseException e) {
            return null;
        }
    }
}
