package io.outdial.telephony;

/** A message is not taken, and its sender is told so. */
final class CallbackRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CallbackAnswer answer;

    CallbackRefused(CallbackAnswer answer) {
        super(answer.result(), null, false, false);
        this.answer = answer;
    }

    CallbackAnswer answer() {
        return answer;
    }
}
