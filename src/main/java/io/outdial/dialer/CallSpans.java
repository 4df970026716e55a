package io.outdial.dialer;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.outdial.dialer.SettleStore.Finished;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.outdial.telephony.Placed;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One trace for each call, whichever replicas have to do with it: {@code call} from its claim to its end, and below it {@code claim},
 * {@code place} and {@code settle}, each written by the replica that did it. Spans have ids, words of lists and times: nothing of a
 * person. Which calls are followed is decided by their ids, the same on every replica.
 */
@ApplicationScoped
class CallSpans {

    private static final AttributeKey<String> TENANT = AttributeKey.stringKey("outdial.tenant");
    private static final AttributeKey<String> CAMPAIGN = AttributeKey.stringKey("outdial.campaign");
    private static final AttributeKey<String> ATTEMPT = AttributeKey.stringKey("outdial.attempt");
    private static final AttributeKey<Long> ATTEMPT_NO = AttributeKey.longKey("outdial.attempt_no");
    private static final AttributeKey<String> CONNECTION = AttributeKey.stringKey("outdial.connection");
    private static final AttributeKey<String> REPLICA = AttributeKey.stringKey("outdial.replica");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("outdial.result");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outdial.outcome");
    private static final AttributeKey<String> DISPOSITION = AttributeKey.stringKey("outdial.disposition");
    private static final AttributeKey<Long> BATCH = AttributeKey.longKey("outdial.batch");

    /** The random bits of a UUID's lower half. */
    private static final long RANDOM = 0x3FFF_FFFF_FFFF_FFFFL;

    private final Tracer tracer;
    private final String replica;
    private final double share;

    /** Which calls are followed. */
    @ConfigMapping(prefix = "outdial.tracing")
    interface Settings {

        /** Of all calls, 0 to 1; with {@code quarkus.otel.sdk.disabled=false} only. */
        @WithDefault("0.05")
        double callShare();
    }

    @Inject
    CallSpans(
            OpenTelemetry telemetry,
            Settings settings,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled,
            Replica replica) {
        this(telemetry, disabled ? 0 : settings.callShare(), replica.name());
    }

    CallSpans(OpenTelemetry telemetry, double share, String replica) {
        this.tracer = telemetry.getTracer("outdial");
        this.share = share;
        this.replica = replica;
    }

    /** Whether this call is followed; every replica answers the same. */
    boolean follows(UUID attempt) {
        return share > 0 && (attempt.getLeastSignificantBits() & RANDOM) <= share * RANDOM;
    }

    /** These were claimed, in one transaction that took from {@code began} to {@code ended}. */
    void claimed(TenantId tenant, List<Claimed> claimed, Instant began, Instant ended) {
        if (share == 0) {
            return;
        }
        for (Claimed each : claimed) {
            if (follows(each.id().value())) {
                part("claim", tenant, each.campaign().id().value(), each.id().value())
                        .setAttribute(BATCH, (long) claimed.size())
                        .setStartTimestamp(began)
                        .startSpan()
                        .end(ended);
            }
        }
    }

    /** A request goes to the provider; the span is over when the answer is told to {@link #placed}. */
    Span placing(TenantId tenant, Claimed claimed) {
        UUID attempt = claimed.id().value();
        return follows(attempt)
                ? part("place", tenant, claimed.campaign().id().value(), attempt)
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute(CONNECTION, claimed.connection())
                        .startSpan()
                : Span.getInvalid();
    }

    /** @param placed null when nobody knows whether the call was made */
    void placed(Span placing, Placed placed) {
        if (!placing.isRecording()) {
            return;
        }
        if (placed instanceof Placed.Refused refused) {
            placing.setAttribute(RESULT, refused.outcome().code()).setStatus(StatusCode.ERROR);
        } else if (placed == null) {
            placing.setAttribute(RESULT, "unknown").setStatus(StatusCode.ERROR);
        } else {
            placing.setAttribute(RESULT, "accepted");
        }
        placing.end();
    }

    /** These ended and are written, in one transaction that took from {@code began} to {@code ended}. */
    void settled(Collection<Finished> finished, Instant began, Instant ended) {
        if (share == 0) {
            return;
        }
        for (Finished each : finished) {
            UUID attempt = each.end().attempt().value();
            if (follows(attempt)) {
                UUID campaign = each.live().getUUID("campaign_id");
                call(each, campaign, attempt);
                part("settle", each.end().tenant(), campaign, attempt)
                        .setAttribute(BATCH, (long) finished.size())
                        .setStartTimestamp(began)
                        .startSpan()
                        .end(ended);
            }
        }
    }

    private void call(Finished finished, UUID campaign, UUID attempt) {
        SpanBuilder builder = named("call", finished.end().tenant(), campaign, attempt)
                .setNoParent()
                .setAttribute(
                        ATTEMPT_NO, finished.live().getInteger("attempt_no").longValue())
                .setAttribute(OUTCOME, finished.end().outcome().code())
                .setStartTimestamp(Rows.instant(finished.live(), "claimed_at"));
        if (finished.end().disposition() != null) {
            builder.setAttribute(DISPOSITION, finished.end().disposition().code());
        }
        Span call = CallTraceIds.as(attempt, builder::startSpan);
        event(call, "sent", finished.live().getOffsetDateTime("sending_at"));
        event(call, "accepted", finished.placedAt());
        event(call, "ringing", finished.ringingAt());
        event(call, "answered", finished.answeredAt());
        call.end(finished.end().at());
    }

    private static void event(Span call, String name, OffsetDateTime at) {
        if (at != null) {
            call.addEvent(name, at.toInstant());
        }
    }

    /** A part of a call whose own span comes at its end, perhaps from another replica. */
    private SpanBuilder part(String name, TenantId tenant, UUID campaign, UUID attempt) {
        SpanContext call = SpanContext.createFromRemoteParent(
                CallTraceIds.trace(attempt),
                CallTraceIds.root(attempt),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        return named(name, tenant, campaign, attempt).setParent(Context.root().with(Span.wrap(call)));
    }

    private SpanBuilder named(String name, TenantId tenant, UUID campaign, UUID attempt) {
        return tracer.spanBuilder(name)
                .setAttribute(TENANT, tenant.toString())
                .setAttribute(CAMPAIGN, campaign.toString())
                .setAttribute(ATTEMPT, attempt.toString())
                .setAttribute(REPLICA, replica);
    }
}
