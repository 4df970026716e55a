package io.outdial.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each tenant (or whoever else is counted) has under way on this replica. Who has none takes no memory.
 *
 * @param <K> who is counted
 */
public final class Places<K> {

    private final Map<K, Integer> taken = new ConcurrentHashMap<>();

    /** Takes one; false when {@code who} has {@code most} already. Who took one {@linkplain #leave leaves} it once. */
    public boolean take(K who, int most) {
        boolean[] fits = new boolean[1];
        taken.compute(who, (any, before) -> {
            int has = before == null ? 0 : before;
            fits[0] = has < most;
            return fits[0] ? Integer.valueOf(has + 1) : before;
        });
        return fits[0];
    }

    public void leave(K who) {
        taken.computeIfPresent(who, (any, has) -> has == 1 ? null : has - 1);
    }

    /** Whether {@link #take} would fail at this moment. */
    public boolean isFull(K who, int most) {
        return taken.getOrDefault(who, 0) >= most;
    }
}
