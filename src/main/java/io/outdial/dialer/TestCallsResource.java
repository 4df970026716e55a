package io.outdial.dialer;

import io.outdial.compliance.DoNotCallStore;
import io.outdial.dialer.TestCallStore.TestCall;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.CallBrief;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Connections;
import io.outdial.telephony.Deadline;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.quarkus.security.ForbiddenException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Call me first: a campaign's script, filled in for one customer, spoken to the caller's own verified number. */
@Path("/api/v1/telephony/test-calls")
@Tag(name = "Telephony")
public class TestCallsResource {

    private static final Duration RING = Duration.ofSeconds(30);
    private static final Duration SEND_WITHIN = Duration.ofSeconds(5);
    private static final Duration SPACING = Duration.ofMinutes(1);
    private static final Duration COUNTED = Duration.ofHours(1);
    private static final int PER_HOUR = 20;
    /** Lists of sellers' registries do not bind a call that its own recipient asks for; what people and the platform forbid does. */
    private static final Set<String> FORBIDDING = Set.of("platform", "tenant", "opt_out", "erased");

    private final TenantDb db;
    private final TestCallStore store;
    private final DoNotCallStore doNotCall;
    private final Connections connections;
    private final Caller caller;
    private final Clock clock;

    TestCallsResource(
            TenantDb db,
            TestCallStore store,
            DoNotCallStore doNotCall,
            Connections connections,
            Caller caller,
            Clock clock) {
        this.db = db;
        this.store = store;
        this.doNotCall = doNotCall;
        this.connections = connections;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param connectionId which connection calls; the installation's own has an id too */
    @Schema(name = "TestCallRequest")
    public record Asked(
            @NotNull UUID connectionId,
            @NotNull UUID campaignId,
            @NotNull UUID customerId) {}

    /**
     * @param state {@code live}, {@code over}, {@code refused} (no call was made) or {@code unknown}
     * @param outcome how it ended; null while it lives
     */
    @Schema(name = "TestCall")
    public record View(UUID id, String state, String outcome, String reason) {}

    @POST
    @Idempotent
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Creates
    @Operation(
            summary = "Call me first: have a campaign's script spoken to your own number; also needs customers:pii",
            description =
                    "What is said names the customer. Your number is the one that the platform's identity provider has"
                            + " verified (the claims phone_number and phone_number_verified). One call a minute for each person and"
                            + " number, and twenty an hour for a tenant; none to a number that the platform's or the tenant's"
                            + " do-not-call list or an opt-out forbids. It counts in no campaign.")
    public Uni<RestResponse<View>> create(@NotNull @Valid Asked asked) {
        if (!caller.openPersonalData()) {
            throw new ForbiddenException();
        }
        TenantId tenant = caller.tenant();
        String by = caller.name();
        Instant now = Instant.now(clock);
        String phone = caller.verifiedPhone()
                .orElseThrow(() -> new Problem(
                        ProblemType.CONFLICT,
                        "Your token has no number that the platform's identity provider has verified (phone_number with"
                                + " phone_number_verified)."));
        TestCall call = new TestCall(
                AttemptId.next(),
                asked.connectionId(),
                phone,
                new CampaignId(asked.campaignId()),
                asked.customerId(),
                null,
                now);
        return prepared(tenant, call, by)
                .chain(brief -> connections
                        .of(tenant, asked.connectionId().toString())
                        .chain(telephony -> place(tenant, call, brief, telephony)))
                .map(view -> ResponseBuilder.<View>created(URI.create("/api/v1/telephony/test-calls/" + view.id()))
                        .entity(view)
                        .build());
    }

    /** The call is written before it is made. */
    private Uni<CallBrief> prepared(TenantId tenant, TestCall call, String by) {
        return db.inTenant(tenant, c -> store.brief(tenant, c, call.campaign(), call.customer())
                .map(brief -> brief.orElseThrow(() -> Problem.invalid(
                        "/campaignId",
                        "nothing_to_say",
                        "There is no such campaign or customer, or the campaign has no voice agent or script yet.")))
                .call(() -> store.lately(tenant, c, by, call.phone(), call.at().minus(COUNTED))
                        .invoke(lately -> requireRoom(lately, call.at())))
                .call(() -> doNotCall
                        .blocking(c, tenant, call.phone(), call.at())
                        .invoke(TestCallsResource::requireAllowed))
                .call(() -> store.insert(tenant, c, call, by))
                .call(() -> AuditLog.add(
                        c,
                        tenant,
                        AuditEntry.of("test_call.create", call.id()).with("phone", PhoneNumber.mask(call.phone())),
                        call.at())));
    }

    private static void requireRoom(TestCallStore.Lately lately, Instant now) {
        if (lately.latest() != null && lately.latest().plus(SPACING).isAfter(now)) {
            throw Problem.tooMany(
                    "Your last test call was less than a minute ago.",
                    Duration.between(now, lately.latest().plus(SPACING)));
        }
        if (lately.calls() >= PER_HOUR) {
            throw Problem.tooMany(
                    "Your tenant made " + PER_HOUR + " test calls within an hour.",
                    Duration.between(now, lately.oldest().plus(COUNTED)));
        }
    }

    private static void requireAllowed(List<DoNotCallStore.Entry> entries) {
        entries.stream()
                .map(DoNotCallStore.Entry::list)
                .filter(FORBIDDING::contains)
                .findFirst()
                .ifPresent(list -> {
                    throw new Problem(
                            ProblemType.CONFLICT, "Your number may not be called: it is on the list " + list + ".");
                });
    }

    private Uni<View> place(TenantId tenant, TestCall call, CallBrief brief, GuardedTelephony telephony) {
        CallRequest request = new CallRequest(
                tenant,
                call.campaign(),
                call.id(),
                call.phone(),
                null,
                RING,
                true,
                false,
                brief.voiceAgentId(),
                brief.voice(),
                brief.language(),
                brief.script(),
                brief.variables(),
                brief.voicemailMessage(),
                brief.transferTo(),
                null,
                null,
                Deadline.in(SEND_WITHIN));
        UUID id = call.id().value();
        return telephony
                .place(request)
                .chain(placed -> {
                    if (placed instanceof Placed.Refused refused) {
                        return Uni.createFrom()
                                .item(new View(id, "refused", refused.outcome().code(), refused.reason()));
                    }
                    String providerCallId = ((Placed.Accepted) placed).providerCallId();
                    return db.inTenant(tenant, c -> store.accepted(tenant, c, call.id(), providerCallId))
                            .replaceWith(new View(id, "live", null, null));
                })
                .onFailure()
                .recoverWithItem(failure -> new View(id, "unknown", null, "the provider gave no answer"));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Operation(summary = "What became of a test call, as its provider says now")
    public Uni<View> read(@RestPath UUID id) {
        TenantId tenant = caller.tenant();
        AttemptId attempt = new AttemptId(id);
        return db.inTenant(tenant, c -> store.find(tenant, c, attempt))
                .map(found -> found.orElseThrow(() -> Problem.notFound("test call")))
                .chain(call -> connections
                        .of(tenant, call.connection().toString())
                        .chain(telephony -> telephony
                                .gateway()
                                .lookUp(new CallReference(
                                        tenant, attempt, call.providerCallId(), call.phone(), call.at())))
                        .onFailure()
                        .recoverWithItem(new LookUp.Unsure()))
                .map(found -> view(id, found));
    }

    private static View view(UUID id, LookUp found) {
        if (found instanceof LookUp.Over over) {
            return new View(id, "over", over.end().outcome().code(), over.end().reason());
        }
        return new View(id, found instanceof LookUp.Live ? "live" : "unknown", null, null);
    }
}
