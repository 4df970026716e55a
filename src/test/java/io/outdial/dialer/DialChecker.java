package io.outdial.dialer;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges from outside whether calls kept to limits and rules: it sees attempts only, and shares no code with the dialer. Every
 * rule is written here a second time, the slow and obvious way.
 */
final class DialChecker {

    /**
     * An attempt as the database and the network show it.
     *
     * @param decided when it was claimed
     * @param sent when its request left; null when it never did
     * @param over when it ended; null while it is live
     * @param refused whether the provider had no room for it, so that it was no call
     * @param zones every zone the person may be in
     */
    record Call(
            String id,
            String campaign,
            String customer,
            String phone,
            List<ZoneId> zones,
            Instant decided,
            Instant sent,
            Instant over,
            String outcome,
            String disposition,
            BigDecimal cost,
            boolean refused) {}

    /** What a tenant is held to. */
    record TenantRules(int concurrent, int perSecond, int perDay, ZoneId zone) {}

    /** Hours of days of the week, numbered from 1 for Monday, in minutes of the day; the end is excluded. */
    record Hours(Set<Integer> days, int from, int to) {}

    /**
     * What a campaign is held to; null where there is no limit.
     *
     * @param waits least seconds until the next attempt, by outcome
     */
    record CampaignRules(
            Integer concurrent,
            Integer perMinute,
            Integer perHour,
            int perDay,
            ZoneId zone,
            BigDecimal budget,
            int attempts,
            Integer perPersonAndDay,
            Map<String, Integer> waits,
            List<Hours> open,
            List<Hours> quiet) {}

    private final TenantRules tenant;
    private final Map<String, CampaignRules> campaigns;
    private final Set<String> forbidden;
    private final List<String> found = new ArrayList<>();

    /** @param forbidden numbers that are on a list from the beginning */
    DialChecker(TenantRules tenant, Map<String, CampaignRules> campaigns, Set<String> forbidden) {
        this.tenant = tenant;
        this.campaigns = campaigns;
        this.forbidden = forbidden;
    }

    /** Everything that went beyond a limit or against a rule; empty when nothing did. */
    List<String> violations(Collection<Call> calls) {
        List<Call> all = calls.stream()
                .filter(call -> call.sent() != null)
                .sorted(Comparator.comparing(Call::decided))
                .toList();
        atOnce("tenant", all, tenant.concurrent());
        inAnyWindow("tenant second", all, Duration.ofSeconds(1), tenant.perSecond());
        onAnyDay("tenant day", all, tenant.zone(), tenant.perDay());
        by(all, Call::phone).forEach((phone, some) -> atOnce("number " + phone, some, 1));
        by(all, Call::campaign).forEach((id, some) -> campaign("campaign " + id, campaigns.get(id), some));
        for (Map.Entry<String, List<Call>> person : by(all, Call::customer).entrySet()) {
            perDay(person.getKey(), person.getValue());
        }
        by(all, call -> call.campaign() + " " + call.customer()).forEach(this::target);
        by(all, Call::phone).forEach(this::wishes);
        return found;
    }

    private void campaign(String name, CampaignRules rules, List<Call> calls) {
        if (rules.concurrent() != null) {
            atOnce(name, calls, rules.concurrent());
        }
        if (rules.perMinute() != null) {
            inAnyWindow(name + " minute", calls, Duration.ofMinutes(1), rules.perMinute());
        }
        if (rules.perHour() != null) {
            inAnyWindow(name + " hour", calls, Duration.ofHours(1), rules.perHour());
        }
        onAnyDay(name + " day", calls, rules.zone(), rules.perDay());
        BigDecimal spent = calls.stream().map(Call::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        require(
                rules.budget() == null || spent.compareTo(rules.budget()) <= 0,
                name + " spent " + spent + " of " + rules.budget());
        for (Call call : calls) {
            for (ZoneId zone : call.zones()) {
                LocalDateTime wall = LocalDateTime.ofInstant(call.sent(), zone);
                require(
                        rules.open().stream().anyMatch(hours -> contains(hours, wall))
                                && rules.quiet().stream().noneMatch(hours -> contains(hours, wall)),
                        name + " called " + call.phone() + " at " + wall + " in " + zone);
            }
        }
    }

    private static boolean contains(Hours hours, LocalDateTime wall) {
        int minute = wall.getHour() * 60 + wall.getMinute();
        int day = wall.getDayOfWeek().getValue();
        if (hours.from() < hours.to()) {
            return hours.days().contains(day) && minute >= hours.from() && minute < hours.to();
        }
        int before = day == 1 ? 7 : day - 1;
        return hours.days().contains(day) && minute >= hours.from()
                || hours.days().contains(before) && minute < hours.to();
    }

    /** No instant sees more live calls; a call that ends at the instant another begins makes room for it. */
    private void atOnce(String name, List<Call> calls, int most) {
        record Edge(Instant at, int change) {}
        List<Edge> edges = new ArrayList<>();
        for (Call call : calls) {
            edges.add(new Edge(call.sent(), 1));
            if (call.over() != null) {
                edges.add(new Edge(call.over(), -1));
            }
        }
        edges.sort(Comparator.comparing(Edge::at).thenComparingInt(Edge::change));
        int live = 0;
        for (Edge edge : edges) {
            live += edge.change();
            require(live <= most, name + " had " + live + " calls at once at " + edge.at() + ", " + most + " allowed");
        }
    }

    private void inAnyWindow(String name, List<Call> calls, Duration window, int most) {
        int first = 0;
        for (int last = 0; last < calls.size(); last++) {
            while (!calls.get(first)
                    .decided()
                    .plus(window)
                    .isAfter(calls.get(last).decided())) {
                first++;
            }
            int count = last - first + 1;
            require(
                    count <= most,
                    name + " began " + count + " calls until " + calls.get(last).decided() + ", " + most + " allowed");
        }
    }

    private void onAnyDay(String name, List<Call> calls, ZoneId zone, int most) {
        for (Function<Call, Instant> moment : Arrays.<Function<Call, Instant>>asList(Call::decided, Call::sent)) {
            Map<LocalDate, Integer> days = new HashMap<>();
            calls.stream()
                    .filter(call -> !call.refused())
                    .forEach(call -> days.merge(LocalDate.ofInstant(moment.apply(call), zone), 1, Integer::sum));
            days.forEach((day, count) ->
                    require(count <= most, name + " " + day + " saw " + count + " calls, " + most + " allowed"));
        }
    }

    /** The strictest of the campaigns that call a person limits its own calls by all calls of that day. */
    private void perDay(String person, List<Call> calls) {
        for (Call call : calls) {
            Integer most = campaigns.get(call.campaign()).perPersonAndDay();
            if (most == null || call.refused()) {
                continue;
            }
            for (ZoneId zone : call.zones()) {
                LocalDate day = LocalDate.ofInstant(call.decided(), zone);
                long before = calls.stream()
                        .filter(other -> !other.refused()
                                && other.over() != null
                                && !other.over().isAfter(call.decided())
                                && LocalDate.ofInstant(other.decided(), zone).equals(day))
                        .count();
                require(before < most, person + " was called once more after " + before + " calls on " + day);
            }
        }
    }

    /** One person in one campaign: how often, how soon again, and never after the end. */
    private void target(String name, List<Call> calls) {
        CampaignRules rules = campaigns.get(calls.get(0).campaign());
        List<Call> made = calls.stream().filter(call -> !call.refused()).toList();
        require(made.size() <= rules.attempts(), name + " was called " + made.size() + " times");
        for (int i = 1; i < made.size(); i++) {
            Call before = made.get(i - 1);
            require(before.over() != null, name + " was called while on a call");
            if (before.over() == null) {
                continue;
            }
            boolean callback = "callback_requested".equals(before.disposition());
            require(
                    callback || !isFinal(before),
                    name + " was called again after " + before.outcome() + " " + before.disposition());
            Instant earliest =
                    before.over().plusSeconds(callback ? 0 : rules.waits().getOrDefault(before.outcome(), 0));
            require(
                    !made.get(i).decided().isBefore(earliest),
                    name + " was called again at " + made.get(i).decided() + ", before " + earliest);
        }
    }

    private static boolean isFinal(Call call) {
        return List.of("answered_human", "invalid_number", "blocked", "unknown").contains(call.outcome());
    }

    /** Numbers on a list, and those whose owner has said no during a call. */
    private void wishes(String phone, List<Call> calls) {
        require(!forbidden.contains(phone), phone + " is on a list and was called");
        for (Call said : calls) {
            if ("opted_out".equals(said.disposition())) {
                Predicate<Call> later = call -> call.decided().isAfter(said.over());
                require(calls.stream().noneMatch(later), phone + " opted out and was called again");
            }
        }
    }

    private void require(boolean kept, String violation) {
        if (!kept && found.size() < 50) {
            found.add(violation);
        }
    }

    private static Map<String, List<Call>> by(List<Call> calls, Function<Call, String> key) {
        return calls.stream().collect(Collectors.groupingBy(key));
    }

    /** Attempts that were asked for more than once, or that the network was asked for without one. */
    static List<String> strangers(CallJournal journal, Set<String> attempts) {
        Set<String> seen = new HashSet<>();
        return journal.created().stream()
                .filter(id -> !attempts.contains(id) || !seen.add(id))
                .toList();
    }
}
