package io.outdial.support;

import java.util.Random;

/**
 * Where the chance in tests begins: at the same number in every run, so that none fails of another change. {@code
 * -Doutdial.test.seed=random} looks at cases that nobody has seen; the number is printed, and {@code -Doutdial.test.seed=<number>}
 * begins there again.
 */
public final class Seed {

    private static final String PROPERTY = "outdial.test.seed";
    private static final long USUAL = 20_261_126;
    private static final long VALUE = chosen(System.getProperty(PROPERTY, ""));

    private Seed() {}

    public static long value() {
        return VALUE;
    }

    public static Random random() {
        return new Random(VALUE);
    }

    /** What failures say. */
    public static String howToRepeat() {
        return "again with -D" + PROPERTY + "=" + VALUE;
    }

    private static long chosen(String said) {
        if (said.isEmpty()) {
            return USUAL;
        }
        long seed = said.equals("random") ? System.nanoTime() : Long.parseLong(said);
        System.out.printf("-D%s=%d%n", PROPERTY, seed);
        return seed;
    }
}
