package io.outdial.dialer.decide;

/**
 * Wilson's score bounds of a share that was seen in a sample, each with 95% confidence on its own side.
 *
 * <p>E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212. The
 * number of hits may be a fraction: values from 0 to 1 never vary more than hits and misses of the same mean, so the bounds
 * of a mean rating lie on the safe side.
 */
public final class Wilson {

    /** The 0.95 quantile of the normal distribution. */
    private static final double Z = 1.6448536269514722;

    private Wilson() {}

    /** The share is below this with 95% confidence; 1 when nothing was seen. */
    public static double upper(double hits, int sample) {
        return sample == 0 ? 1 : Math.min(1, bound(hits / sample, sample, Z));
    }

    /** The share is above this with 95% confidence; 0 when nothing was seen. */
    public static double lower(double hits, int sample) {
        return sample == 0 ? 0 : Math.max(0, bound(hits / sample, sample, -Z));
    }

    private static double bound(double share, double n, double z) {
        double variance = Math.max(0, share * (1 - share)) / n + z * z / (4 * n * n);
        return (share + z * z / (2 * n) + z * Math.sqrt(variance)) / (1 + z * z / n);
    }
}
