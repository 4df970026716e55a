package io.outdial.dialer;

import io.outdial.kernel.AttemptId;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider that takes every call, writes down what it is asked, and says what the test has it say. */
final class Network implements TelephonyGateway {

    final List<AttemptId> created = new CopyOnWriteArrayList<>();
    final List<String> phones = new CopyOnWriteArrayList<>();
    final List<CallRequest> requests = new CopyOnWriteArrayList<>();
    final List<AttemptId> hungUp = new CopyOnWriteArrayList<>();
    final List<AttemptId> asked = new CopyOnWriteArrayList<>();
    private final boolean authority;
    private volatile LookUp knows;
    private volatile BigDecimal price;
    private volatile CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

    /** @param knows what it says of every call; null when it never answers */
    Network(LookUp knows, boolean authority) {
        this.knows = knows;
        this.authority = authority;
    }

    void says(LookUp of) {
        knows = of;
    }

    /** What every call cost, as it says from now on. */
    void charges(String amount) {
        price = new BigDecimal(amount);
    }

    /** Answers no request until {@link #answers}. */
    void holdsAnswers() {
        answers = new CompletableFuture<>();
    }

    /** Answers all that were held, and from now on at once. */
    void answers() {
        answers.complete(null);
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Duration.ZERO, authority, true, false, true, true);
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        created.add(request.attempt());
        phones.add(request.to());
        requests.add(request);
        Placed accepted = new Placed.Accepted("call-" + request.attempt());
        return Uni.createFrom().completionStage(answers).replaceWith(accepted);
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        hungUp.add(call.attempt());
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        asked.add(call.attempt());
        return knows == null ? Uni.createFrom().nothing() : Uni.createFrom().item(knows);
    }

    @Override
    public Uni<Optional<BigDecimal>> price(CallReference call) {
        return Uni.createFrom().item(Optional.ofNullable(price));
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(true);
    }
}
