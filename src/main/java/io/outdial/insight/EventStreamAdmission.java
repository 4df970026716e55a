package io.outdial.insight;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.PersonalDataAccess;
import io.outdial.platform.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses an event stream before it begins. What fails inside a stream is cut off without an answer, so an unknown
 * campaign and one stream too many are found here, where they become problem documents. Nor does any filter see what a stream
 * answers, so it is noted here that numbers will be shown.
 */
@ApplicationScoped
class EventStreamAdmission {

    /** Marks what answers a stream of a campaign's events. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Admitted {}

    private final ProgressStore progress;
    private final EventStreams streams;
    private final Caller caller;
    private final PersonalDataAccess access;

    EventStreamAdmission(ProgressStore progress, EventStreams streams, Caller caller, PersonalDataAccess access) {
        this.progress = progress;
        this.streams = streams;
        this.caller = caller;
        this.access = access;
    }

    @Admitted
    @ServerRequestFilter
    public Uni<RestResponse<Void>> admit(UriInfo request) {
        TenantId tenant = caller.tenant();
        return progress.read(tenant, campaign(request))
                .invoke(found -> streams.requirePlace(tenant))
                .call(() -> access.noteStream(request))
                .map(found -> null);
    }

    private static CampaignId campaign(UriInfo request) {
        try {
            return CampaignId.fromString(request.getPathParameters().getFirst("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("campaign");
        }
    }
}
