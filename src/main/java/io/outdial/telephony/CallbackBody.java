package io.outdial.telephony;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The body of one message, collected as far as there is {@linkplain CallbackRoom room}. Used on the request's event loop alone.
 * What comes after a refusal is let pass unkept.
 */
final class CallbackBody {

    private final HttpServerRequest request;
    private final TenantId tenant;
    private final CallbackRoom room;
    private final Buffer whole = Buffer.buffer();
    private int taken;
    private boolean over;

    /** @param request paused */
    CallbackBody(HttpServerRequest request, TenantId tenant, CallbackRoom room) {
        this.request = request;
        this.tenant = tenant;
        this.room = room;
    }

    /** The whole of it; fails with {@link CallbackRefused} when it is larger than {@code most} bytes or there is no room. */
    Uni<Buffer> read(int most) {
        return Uni.createFrom().emitter(emitter -> {
            if (declared() > most) {
                refuse(emitter, CallbackAnswer.tooLarge());
                return;
            }
            if (request.isEnded()) {
                emitter.complete(whole);
                return;
            }
            request.exceptionHandler(
                            gone -> refuse(emitter, CallbackAnswer.malformed("the message did not come whole")))
                    .endHandler(end -> emitter.complete(whole))
                    .handler(chunk -> take(chunk, most, emitter));
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            request.resume();
        });
    }

    private void take(Buffer chunk, int most, UniEmitter<? super Buffer> emitter) {
        if (over) {
            return;
        }
        if (taken + chunk.length() > most) {
            refuse(emitter, CallbackAnswer.tooLarge());
        } else if (room.take(tenant, chunk.length())) {
            taken += chunk.length();
            whole.appendBuffer(chunk);
        } else {
            refuse(emitter, CallbackAnswer.busy());
        }
    }

    private void refuse(UniEmitter<? super Buffer> emitter, CallbackAnswer answer) {
        release();
        emitter.fail(new CallbackRefused(answer));
    }

    /** Gives the room back; more than once does no harm. */
    void release() {
        over = true;
        if (taken > 0) {
            room.give(tenant, taken);
            taken = 0;
        }
    }

    private long declared() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
