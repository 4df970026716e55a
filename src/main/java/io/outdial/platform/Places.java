package io.outdial.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many of something each tenant (or whoever else is counted) has under way on this replica, and all together. Who has none
 * takes no memory.
 *
 * @param <K> who is counted
 */
public final class Places<K> {

    private final Map<K, Long> taken = new ConcurrentHashMap<>();
    private final AtomicLong all = new AtomicLong();

    /** Takes one; false when {@code who} has {@code most} already. Who took one {@linkplain #leave leaves} it once. */
    public boolean take(K who, int most) {
        return take(who, 1, most, Long.MAX_VALUE);
    }

    /** The same where all together have {@code mostOfAll} at most. */
    public boolean take(K who, int most, int mostOfAll) {
        return take(who, 1, most, mostOfAll);
    }

    /** Takes {@code many}, or none when {@code who} would have more than {@code most} or all more than {@code mostOfAll}. */
    public boolean take(K who, int many, long most, long mostOfAll) {
        if (all.addAndGet(many) > mostOfAll) {
            all.addAndGet(-many);
            return false;
        }
        boolean[] fits = new boolean[1];
        taken.compute(who, (any, before) -> {
            long after = (before == null ? 0 : before) + many;
            fits[0] = after <= most;
            return fits[0] ? Long.valueOf(after) : before;
        });
        if (!fits[0]) {
            all.addAndGet(-many);
        }
        return fits[0];
    }

    public void leave(K who) {
        leave(who, 1);
    }

    /** Leaves so many of those that were taken. */
    public void leave(K who, int many) {
        taken.computeIfPresent(who, (any, has) -> {
            all.addAndGet(-many);
            return has == many ? null : Long.valueOf(has - many);
        });
    }

    /** Whether {@link #take} would fail at this moment. */
    public boolean isFull(K who, int most) {
        return taken.getOrDefault(who, 0L) >= most;
    }

    /** How many all together have. */
    public long all() {
        return all.get();
    }
}
