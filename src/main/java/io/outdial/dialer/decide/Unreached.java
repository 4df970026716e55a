package io.outdial.dialer.decide;

import io.outdial.kernel.CampaignId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Whom no connection could take when claims last took them off the queue. Which connection takes a call depends on the
 * country of the number, which is known only then; so people of a country whose line is full or broken would be taken again and
 * again, and keep those away whose lines are free.
 *
 * <p>People of one set of time zones mostly have numbers of one country. Such a set is left alone while no connection takes a
 * call to any of the countries that were met in it. Where a set holds people of several countries, those that were never
 * tried take turns with those that are due. What is kept here is a replica's memory that saves work; nothing depends on it.
 */
public final class Unreached {

    /** After so long a set of zones is tried again, whatever is known of it: others may have become due. */
    static final Duration HOLDS_FOR = Duration.ofSeconds(30);

    /** Campaigns that do not run any more are forgotten together when there are so many. */
    private static final int MAX_CAMPAIGNS = 10_000;

    private final Map<CampaignId, Trouble> troubles = new ConcurrentHashMap<>();

    /** Lasts until nobody has been without a way for a while. */
    private record Trouble(Instant until, Map<String, Zones> zones) {}

    /**
     * A set of zones.
     *
     * @param countries met in it, {@code ""} for a number of no known one
     * @param aloneUntil how long it is left alone while there is no way to any of them
     */
    private record Zones(Set<String> countries, Instant aloneUntil) {

        Zones plus(Zones more) {
            Set<String> all = new HashSet<>(countries);
            all.addAll(more.countries);
            return new Zones(all, aloneUntil.isAfter(more.aloneUntil) ? aloneUntil : more.aloneUntil);
        }
    }

    /**
     * Keeps what one claim met of a campaign.
     *
     * @param countries of those it took off the queue to call them, by set of zones; {@code ""} for a number of no known one
     * @param without sets of zones of which somebody had no way
     */
    public void met(CampaignId campaign, Map<String, Set<String>> countries, Set<String> without, Instant now) {
        Trouble known = troubles.get(campaign);
        Trouble before = known != null && known.until().isAfter(now) ? known : null;
        if (without.isEmpty() && before == null) {
            if (known != null) {
                troubles.remove(campaign);
            }
            return;
        }
        Map<String, Zones> zones = new HashMap<>(before == null ? Map.of() : before.zones());
        countries.forEach((each, met) -> zones.merge(
                each, new Zones(met, without.contains(each) ? now.plus(HOLDS_FOR) : Instant.EPOCH), Zones::plus));
        if (troubles.size() >= MAX_CAMPAIGNS) {
            troubles.clear();
        }
        Instant until = without.isEmpty() ? before.until() : now.plus(HOLDS_FOR.multipliedBy(2));
        troubles.put(campaign, new Trouble(until, zones));
    }

    /**
     * Whether it would be in vain to take people of these zones off the queue.
     *
     * @param takes whether a connection takes a call to a country, {@code ""} for a number of no known one
     */
    public boolean inVain(CampaignId campaign, String zones, Predicate<String> takes, Instant now) {
        Trouble trouble = troubles.get(campaign);
        Zones known = trouble == null ? null : trouble.zones().get(zones);
        return known != null
                && known.aloneUntil().isAfter(now)
                && known.countries().stream().noneMatch(takes);
    }

    /** Whether those who were never tried go before those who are due: every other second while some have no way. */
    public boolean freshFirst(CampaignId campaign, Instant now) {
        Trouble trouble = troubles.get(campaign);
        return trouble != null && trouble.until().isAfter(now) && now.getEpochSecond() % 2 == 1;
    }
}
