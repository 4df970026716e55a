package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What every adapter of a provider with an HTTP API does alike: it is asked by HTTP, it reports to an address of ours, what it
 * reports adds up in the memory of calls, and an answered call that nobody stands for any more is not let go on.
 */
@Singleton
public class ProviderDesk {

    /** What is answered where {@link #callerId} finds none and the provider needs one. */
    public static final Placed.Refused NO_CALLER_ID =
            new Placed.Refused(Outcome.CONFIG_ERROR, "neither connection nor campaign has a caller id");

    private static final Logger LOG = Logger.getLogger(ProviderDesk.class);

    private final OutboundHttp http;
    private final CallbackUrls urls;
    private final CallMemory memory;
    private final LiveCalls live;
    private final Clock clock;

    public ProviderDesk(OutboundHttp http, CallbackUrls urls, CallMemory memory, LiveCalls live, Clock clock) {
        this.http = http;
        this.urls = urls;
        this.memory = memory;
        this.live = live;
        this.clock = clock;
    }

    /** As {@link TelephonyAdapter#unusable()}: a provider that cannot report is of no use. */
    public String unusable() {
        return urls.available()
                ? null
                : "The provider could not report to this service: it has no public address (outdial.public-url).";
    }

    public boolean usable() {
        return urls.available();
    }

    public OutboundHttp http() {
        return http;
    }

    public Instant now() {
        return Instant.now(clock);
    }

    /** Where the provider reports on an attempt. */
    public String url(TelephonyConnection connection, String topic, AttemptId attempt) {
        return urls.of(connection, topic, attempt);
    }

    /** Sends a request; a failure is as {@link OutboundHttp#send} says. */
    public Uni<ProviderAnswer> ask(Request request) {
        return http.send(request).map(response -> ProviderAnswer.of(response, now()));
    }

    /** The number to show: the campaign's, or else the connection's first; null without either. */
    public static String callerId(TelephonyConnection connection, CallRequest request) {
        return request.callerId() != null
                ? request.callerId()
                : connection.callerIds().stream().findFirst().orElse(null);
    }

    /** As {@link CallMemory#take}, of the attempt that the callback is about. */
    public Uni<CallState> take(Callback callback, CallNews news, boolean awaitsAgent) {
        return memory.take(callback.connection().tenant(), callback.attempt(), news, awaitsAgent);
    }

    /** As {@link CallMemory#takeOfPlatform}, of the attempt that the callback is about. */
    public Uni<CallState> takeOfPlatform(Callback callback, CallNews news) {
        return memory.takeOfPlatform(callback.connection().tenant(), callback.attempt(), news);
    }

    /** As {@link LiveCalls#brief}. */
    public LiveCalls live() {
        return live;
    }

    /** Whether an answered call may go on: it is the one that the attempt is known to have made, and the attempt still lives. */
    public Uni<Boolean> mayGoOn(Callback callback, CallNews answer, CallState state) {
        boolean another =
                answer.providerCallId() != null && !answer.providerCallId().equals(state.providerCallId());
        if (another || state.ended()) {
            return Uni.createFrom().item(false);
        }
        return live.brief(callback.connection().tenant(), callback.attempt(), answer.providerCallId())
                .map(brief -> brief.isPresent());
    }

    /**
     * Hangs an answered call up that may not go on, of a platform whose agent speaks without asking. Nobody waits for it: what
     * cannot be hung up now is looked after with the calls whose attempts were given up.
     */
    public Uni<Void> hangUpUnlessAlive(
            Callback callback, CallNews news, CallState state, Supplier<TelephonyGateway> gateway) {
        if (news.step() != CallNews.Step.ANSWERED || news.providerCallId() == null) {
            return Uni.createFrom().voidItem();
        }
        return mayGoOn(callback, news, state)
                .invoke(mayGoOn -> {
                    if (!mayGoOn) {
                        CallReference call = new CallReference(
                                callback.connection().tenant(),
                                callback.attempt(),
                                news.providerCallId(),
                                null,
                                news.at());
                        gateway.get()
                                .hangUp(call)
                                .subscribe()
                                .with(
                                        done -> {},
                                        failure -> LOG.warnf(
                                                "A call of attempt %s that was given up could not be hung up: %s",
                                                callback.attempt(), failure));
                    }
                })
                .replaceWithVoid();
    }

    /** What a check found out, from the answer to a question that makes no call. */
    public static Uni<TelephonyGateway.Checked> checked(Uni<ProviderAnswer> asked, String well) {
        return asked.map(answer -> answer.ok()
                        ? new TelephonyGateway.Checked(true, well)
                        : new TelephonyGateway.Checked(false, refusal(answer)))
                .onFailure()
                .recoverWithItem(failure ->
                        new TelephonyGateway.Checked(false, "The provider was not reached: " + failure.getMessage()));
    }

    private static String refusal(ProviderAnswer answer) {
        String message = answer.text("message");
        return "The provider answers with status " + answer.status() + (message == null ? "." : ": " + message);
    }
}
