package io.outdial.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Awaitility looks every tenth of a second by default. What tests wait for takes milliseconds, and there are a thousand waits. */
public class ShortWaits implements LauncherSessionListener {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Comes before any test, for those that are plain. */
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        set();
    }

    /** For tests of the running application, whose classes are loaded apart. */
    static void set() {
        Awaitility.setDefaultPollInterval(BETWEEN_LOOKS);
    }
}
