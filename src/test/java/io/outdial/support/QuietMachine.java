package io.outdial.support;

/**
 * Whether the machine has nothing else to do, {@code -Doutdial.quiet=true}: only there does a time that was measured say
 * something of the service. Elsewhere it may stall for seconds.
 */
public final class QuietMachine {

    private static final boolean QUIET = Boolean.getBoolean("outdial.quiet");

    private QuietMachine() {}

    /**
     * A bound.
     *
     * @param promised what the project claims
     * @param stalling what is asked of a machine that does other things too
     */
    public static <T> T bound(T promised, T stalling) {
        return QUIET ? promised : stalling;
    }
}
