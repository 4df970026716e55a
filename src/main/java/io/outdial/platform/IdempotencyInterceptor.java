package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.IdempotencyKeys.Answer;
import io.outdial.platform.IdempotencyKeys.Claim;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Stands before every operation that creates, after the caller's rights and the body have been checked. The effect and
 * the record of its answer are two transactions: who dies between them leaves a key that is under way until it is given up.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 900)
class IdempotencyInterceptor {

    static final String HEADER = "Idempotency-Key";

    private static final Logger LOG = Logger.getLogger(IdempotencyInterceptor.class);
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E]{1,255}");

    private final IdempotencyKeys keys;
    private final SecurityIdentity identity;
    private final HttpServerRequest request;
    private final IdempotencyJson json;
    private final Clock clock;
    private final Caller caller;

    IdempotencyInterceptor(
            IdempotencyKeys keys,
            SecurityIdentity identity,
            HttpServerRequest request,
            IdempotencyJson json,
            Clock clock,
            Caller caller) {
        this.keys = keys;
        this.identity = identity;
        this.request = request;
        this.json = json;
        this.clock = clock;
        this.caller = caller;
    }

    @AroundInvoke
    Object once(InvocationContext call) throws Exception {
        String key = request.getHeader(HEADER);
        if (key == null) {
            return call.proceed();
        }
        if (!PRINTABLE.matcher(key).matches()) {
            throw Problem.invalid(
                    "?" + HEADER, "wrong_format", "An Idempotency-Key has 1 to 255 printable ASCII characters.");
        }
        TenantId own = Caller.tenantOf(identity);
        TenantId tenant = own == null ? TenantId.PLATFORM : own;
        Claim claim = new Claim(key, Uuid7.next(), digest(call.getParameters()));
        return keys.claim(tenant, claim, Instant.now(clock))
                .chain(before -> before.isPresent()
                        ? Uni.createFrom().failure(replayed(before.get()))
                        : proceed(call)
                                .onFailure()
                                .call(failure -> quietly(keys.free(tenant, claim)))
                                .call(answer -> quietly(settle(tenant, claim, answer))));
    }

    /** What was shown unmasked is shown again, and noted again. */
    private ReplayedAnswer replayed(Answer answer) {
        if (answer.personal()) {
            caller.notePersonalDataSeen();
        }
        return new ReplayedAnswer(answer);
    }

    @SuppressWarnings("unchecked")
    private static Uni<RestResponse<?>> proceed(InvocationContext call) {
        return Uni.createFrom().deferred(Unchecked.supplier(() -> (Uni<RestResponse<?>>) call.proceed()));
    }

    private Uni<Void> settle(TenantId tenant, Claim claim, RestResponse<?> answer) {
        if (answer.getStatus() / 100 != 2) {
            return keys.free(tenant, claim);
        }
        Answer kept = new Answer(
                answer.getStatus(),
                json.answer(kept(answer.getEntity())),
                answer.getHeaderString(HttpHeaders.ETAG),
                answer.getHeaderString(HttpHeaders.LOCATION),
                caller.sawPersonalData());
        return keys.keep(tenant, claim, kept, Instant.now(clock));
    }

    /** A secret is shown to the first who asks and lies nowhere in the clear. */
    private static Object kept(Object entity) {
        return entity instanceof OnceShown shown ? shown.withoutSecret() : entity;
    }

    /** What happened has happened: its answer is given even if it could not be recorded. */
    private static Uni<Void> quietly(Uni<Void> record) {
        return record.onFailure()
                .invoke(failure -> LOG.warn("An Idempotency-Key's answer was not recorded", failure))
                .onFailure()
                .recoverWithNull();
    }

    private byte[] digest(Object[] parameters) {
        String who = Caller.subjectOf(identity) + '\n' + identity.hasRole(Scopes.CUSTOMERS_PII);
        return json.digest(request.method() + "\n" + request.uri() + "\n" + who + "\n", parameters);
    }
}
