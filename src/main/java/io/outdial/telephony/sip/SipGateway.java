package io.outdial.telephony.sip;

import io.outdial.kernel.Outcome;
import io.outdial.platform.NotSent;
import io.outdial.platform.OutboundAddresses;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.CallbackUrls;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.ProviderDesk;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.sip.decide.SipText;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;

/** A trunk and a voice agent, behind the port. */
final class SipGateway implements TelephonyGateway {

    private final Routes routes;
    private final SipCalls calls;
    private final Trunk trunk;
    private final Orphans orphans;

    SipGateway(Routes routes, SipCalls calls) {
        this.routes = routes;
        this.calls = calls;
        trunk = routes.trunk(new TrunkHealth(routes.settings().pings(), calls.parts(), calls.threads()));
        orphans = new Orphans(calls);
    }

    @Override
    public String name() {
        return SipAdapter.KIND;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities(routes.settings());
    }

    static Capabilities capabilities(SipConnectionSettings settings) {
        return new Capabilities(
                SipCalls.REMEMBERED,
                true,
                false,
                java.time.Duration.ZERO,
                false,
                false,
                true,
                settings.costPerMinute() != null,
                false);
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        Optional<SipCall> known = calls.find(request.attempt());
        if (known.isPresent()) {
            return known.get().placed();
        }
        Placed.Refused refused = refusal(request);
        if (refused != null) {
            return Uni.createFrom().item(refused);
        }
        return routes.resolve().chain(targets -> {
            Party customer = routes.customer(targets, request);
            return trunk.health().alive(customer).chain(() -> calls.begin(
                            request.attempt(),
                            () -> new SipCall.Order(
                                    request, trunk, customer, brief -> routes.agent(targets, request, brief)))
                    .placed());
        });
    }

    /** What is wrong before anything is sent; null when nothing is. */
    private Placed.Refused refusal(CallRequest request) {
        if (!SipText.isNumber(request.to())) {
            return new Placed.Refused(Outcome.INVALID_NUMBER, "this is no number");
        }
        if (routes.callerId(request) != null && !SipText.isNumber(routes.callerId(request))) {
            return new Placed.Refused(Outcome.CONFIG_ERROR, "the caller id is no number");
        }
        if (trunk.health().waits()) {
            return new Placed.Refused(Outcome.CONGESTION, "the trunk asked to be left alone for a while");
        }
        return calls.full() ? new Placed.Refused(Outcome.CONGESTION, "this process has all calls it can take") : null;
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        Optional<SipCall> known = calls.find(call.attempt());
        if (known.isPresent()) {
            known.get().hangUp("hung up by the service");
            return Uni.createFrom().voidItem();
        }
        return orphans.end(
                call,
                () -> routes.resolve()
                        .map(targets -> Map.of(
                                io.outdial.telephony.sip.decide.Leg.CUSTOMER, routes.customer(targets, call),
                                io.outdial.telephony.sip.decide.Leg.AGENT, routes.agent(targets))),
                trunk);
    }

    /** Only the process that makes a call knows it; what it wrote down is looked at before this. */
    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        return Uni.createFrom()
                .item(calls.find(call.attempt()).map(SipCall::lookUp).orElseGet(LookUp.Unsure::new));
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(!trunk.health().waits());
    }

    @Override
    public Uni<Checked> check() {
        return routes.resolve()
                .chain(targets -> trunk.health().check(routes.asker(targets)))
                .onFailure()
                .recoverWithItem(failure -> new Checked(false, "The trunk cannot be reached: " + failure.getMessage()));
    }

    /** Addresses and identities of a connection. */
    record Routes(
            TelephonyConnection connection,
            SipConnectionSettings settings,
            Secrets secrets,
            OutboundAddresses addresses,
            CallbackUrls urls) {

        /** Passwords; null where there is none. */
        record Secrets(String trunk, String agent) {
            @Override
            public String toString() {
                return "Secrets";
            }
        }

        record Targets(Target trunk, Target agent) {}

        Trunk trunk(TrunkHealth health) {
            return new Trunk(
                    new Party.Plan(settings.flow(), settings.codecs()),
                    settings.agentReports(),
                    settings.costPerMinute(),
                    settings.agentAnswerWithin(),
                    settings.longestCall(),
                    health);
        }

        /** Both are looked up before anybody is called; a call keeps the addresses that were checked for it. */
        Uni<Targets> resolve() {
            SipConnectionSettings.Agent agent = settings.agent();
            return addresses
                    .resolve(connection.tenant(), settings.host())
                    .map(found -> new Target(settings.host(), found, settings.port(), settings.transport()))
                    .chain(trunk -> addresses
                            .resolve(connection.tenant(), agent.host())
                            .map(found -> new Targets(
                                    trunk, new Target(agent.host(), found, agent.port(), agent.transport()))));
        }

        String callerId(CallRequest request) {
            return ProviderDesk.callerId(connection, request);
        }

        Party customer(Targets targets, CallRequest request) {
            return customer(targets, request.to(), callerId(request));
        }

        Party customer(Targets targets, CallReference call) {
            if (!SipText.isNumber(call.to())) {
                throw new NotSent("this is no number");
            }
            return customer(targets, call.to(), null);
        }

        private Party customer(Targets targets, String to, String from) {
            String called = uri(settings.prefix() + number(to), settings.host());
            String identity = from == null ? null : "sip:" + number(from) + "@" + settings.fromDomain();
            return new Party(
                    targets.trunk(),
                    called,
                    identity == null ? anonymous() : identity,
                    called,
                    settings.assertIdentity() ? identity : null,
                    settings.username(),
                    secrets.trunk(),
                    Map.of(),
                    settings.sessionSeconds());
        }

        /** Who asks the trunk whether it is there. */
        Party asker(Targets targets) {
            return new Party(
                    targets.trunk(),
                    "sip:" + settings.host(),
                    anonymous(),
                    "sip:" + settings.host(),
                    null,
                    settings.username(),
                    secrets.trunk(),
                    Map.of(),
                    0);
        }

        private String anonymous() {
            String user = SipText.isUser(settings.username()) ? settings.username() : "outdial";
            return "sip:" + user + "@" + settings.fromDomain();
        }

        private String number(String e164) {
            return settings.plus() ? e164 : e164.substring(1);
        }

        private String uri(String user, String host) {
            boolean usual = settings.port() == (settings.transport().equals("tls") ? 5061 : 5060);
            return "sip:" + user + "@" + host + (usual ? "" : ":" + settings.port())
                    + (settings.transport().equals("udp") ? "" : ";transport=" + settings.transport());
        }

        Party agent(Targets targets, CallRequest request, io.outdial.telephony.CallBrief brief) {
            return agent(targets, AgentHeaders.of(connection, urls, request.attempt(), brief));
        }

        Party agent(Targets targets) {
            return agent(targets, Map.of());
        }

        private Party agent(Targets targets, Map<String, String> headers) {
            SipConnectionSettings.Agent agent = settings.agent();
            String called = "sip:" + agent.user() + "@" + agent.host() + ":" + agent.port()
                    + (agent.transport().equals("udp") ? "" : ";transport=" + agent.transport());
            return new Party(
                    targets.agent(),
                    called,
                    "sip:outdial@" + settings.fromDomain(),
                    called,
                    null,
                    agent.username(),
                    secrets.agent(),
                    headers,
                    settings.sessionSeconds());
        }
    }
}
