package io.outdial.platform;

/** A request that certainly did not reach the other side: repeating it is harmless. */
public class NotSent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotSent(String why) {
        this(why, null);
    }

    public NotSent(String why, Throwable cause) {
        super(why, cause, false, false);
    }
}
