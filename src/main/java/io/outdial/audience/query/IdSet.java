package io.outdial.audience.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of customer ids in SQL, or everyone without it. Sets are joined by hashing whole sets, never by asking one of
 * them per id of the other: that is linear whatever the planner expects.
 *
 * @param select answers one column of ids, in which an id may repeat when {@code once} is another statement
 * @param once answers the same ids, each once
 * @param without true when it means everyone who is not in it
 */
record IdSet(String select, String once, boolean without) {

    static final IdSet NOBODY = once("select null::uuid where false");

    static final IdSet EVERYONE = NOBODY.complement();

    /** Ids of which none repeats. */
    static IdSet once(String select) {
        return new IdSet(select, select, false);
    }

    /** Ids that may repeat. */
    static IdSet of(String select) {
        return new IdSet(select, "select distinct x.customer_id from (" + select + ") x (customer_id)", false);
    }

    private boolean mayRepeat() {
        return !select.equals(once);
    }

    IdSet complement() {
        return new IdSet(select, once, !without);
    }

    /**
     * In all of them. A set in which ids may repeat is read as it is and made one of each id at the end, when the others have left
     * few: as one of the others it would be made so whole.
     */
    static IdSet intersection(List<IdSet> sets) {
        List<IdSet> within =
                new ArrayList<>(sets.stream().filter(set -> !set.without).toList());
        List<IdSet> without = sets.stream().filter(IdSet::without).toList();
        if (within.isEmpty()) {
            return union(without.stream().map(IdSet::complement).toList()).complement();
        }
        if (sets.size() == 1) {
            return within.get(0);
        }
        IdSet first = within.stream().filter(IdSet::mayRepeat).findFirst().orElse(within.get(0));
        within.remove(first);
        List<String> tests = new ArrayList<>();
        within.forEach(set -> tests.add("x.customer_id in (" + set.select + ")"));
        without.forEach(set -> tests.add(
                "not exists (select from (" + set.select + ") y (customer_id) where y.customer_id = x.customer_id)"));
        String all =
                "select x.customer_id from (" + first.select + ") x (customer_id) where " + String.join(" and ", tests);
        return first.mayRepeat() ? of(all) : once(all);
    }

    /** In any of them. */
    static IdSet union(List<IdSet> sets) {
        if (sets.stream().anyMatch(IdSet::without)) {
            return intersection(sets.stream().map(IdSet::complement).toList()).complement();
        }
        return switch (sets.size()) {
            case 0 -> NOBODY;
            case 1 -> sets.get(0);
            default -> once(sets.stream().map(set -> "(" + set.select + ")").collect(Collectors.joining(" union ")));
        };
    }
}
