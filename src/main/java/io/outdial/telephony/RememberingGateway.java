package io.outdial.telephony;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.Optional;

/** Before a provider is asked about a call: what it has told us itself. Its word by callback is as good and is here already. */
final class RememberingGateway implements TelephonyGateway {

    private final TelephonyGateway provider;
    private final CallMemory memory;

    RememberingGateway(TelephonyGateway provider, CallMemory memory) {
        this.provider = provider;
        this.memory = memory;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Capabilities capabilities() {
        return provider.capabilities();
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        return provider.place(request);
    }

    /** A provider's id that came by callback helps where the answer to the request was lost. */
    @Override
    public Uni<Void> hangUp(CallReference call) {
        return memory.recall(call.tenant(), call.attempt())
                .chain(known -> provider.hangUp(
                        known.map(state -> filled(call, state.providerCallId())).orElse(call)));
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        return memory.recall(call.tenant(), call.attempt())
                .chain(known -> known.isPresent() && known.get().ended()
                        ? Uni.createFrom().item(new LookUp.Over(known.get().end(call.tenant(), call.attempt())))
                        : provider.lookUp(known.map(state -> filled(call, state.providerCallId()))
                                .orElse(call)));
    }

    @Override
    public Uni<Optional<BigDecimal>> price(CallReference call) {
        return provider.price(call);
    }

    private static CallReference filled(CallReference call, String providerCallId) {
        return call.providerCallId() != null
                ? call
                : new CallReference(call.tenant(), call.attempt(), providerCallId, call.to(), call.sentAt());
    }

    @Override
    public Uni<Boolean> available() {
        return provider.available();
    }

    @Override
    public Uni<Checked> check() {
        return provider.check();
    }
}
