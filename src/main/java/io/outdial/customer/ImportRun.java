package io.outdial.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One import under way: the counts so far, what its attributes look like, and the first issues of each severity. */
final class ImportRun {

    static final int SHOWN_ISSUES = 1_000;
    /** A dry run remembers this many external ids to tell repeats; a file with more counts later repeats as accepted. */
    private static final int REMEMBERED = 1_000_000;
    /** Characters of them: ids are 200 long at most, and usually a tenth of that. */
    private static final long REMEMBERED_CHARACTERS = 20_000_000;

    final UUID id;
    final boolean dryRun;
    final Instant begunAt;
    boolean begun;

    /** Every attribute that can be searched by. */
    Map<String, AttributeTypes.Known> known = Map.of();

    private final Map<String, AttributeTally> tallies = new TreeMap<>();
    private final List<ImportIssue> errors = new ArrayList<>();
    private final List<ImportIssue> warnings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private long seenCharacters;
    private int issueNo = 1;
    private ImportStore.Counts counts = ImportStore.Counts.NONE;

    ImportRun(UUID id, boolean dryRun, Instant begunAt) {
        this.id = id;
        this.dryRun = dryRun;
        this.begunAt = begunAt;
    }

    /** Types of attributes nobody named before, by what most of this block's values look like. */
    Map<String, AttributeType> infer(ImportBlock block, RowChecker checker) {
        Map<String, AttributeTally> fresh = new TreeMap<>();
        block.rows.forEach(row -> checker.tallyUnknown(row, known, fresh));
        Map<String, AttributeType> types = new TreeMap<>();
        fresh.forEach((name, tally) -> types.put(name, tally.majority()));
        return types;
    }

    /** Takes what is known by now; {@code fresh} are the names this import gave a type. */
    void learn(Map<String, AttributeTypes.Known> all, Set<String> fresh) {
        known = all;
        fresh.stream().filter(all::containsKey).forEach(name -> tallies.putIfAbsent(name, new AttributeTally(true)));
    }

    /** Adds types without numbers: a dry run gives none out. */
    void pretend(Map<String, AttributeType> fresh) {
        Map<String, AttributeTypes.Known> all = new HashMap<>(known);
        fresh.forEach((name, type) -> {
            if (all.containsKey(name) || all.size() < AttributeTypes.MAX_PER_TENANT) {
                all.put(name, new AttributeTypes.Known(0, type));
            }
        });
        learn(all, fresh.keySet());
    }

    /** Numbers the block's issues, by line, with those that only the types of attributes can tell. */
    void compare(ImportBlock block, RowChecker checker) {
        block.rows.forEach(row -> checker.compare(row, known, tallies, block.issues));
        block.issues.sort(Comparator.comparingLong(ImportIssue::line));
        for (ImportIssue issue : block.issues) {
            List<ImportIssue> shown = issue.error() ? errors : warnings;
            if (shown.size() < SHOWN_ISSUES) {
                shown.add(issue);
            }
        }
        block.firstIssueNo = issueNo;
        issueNo += block.issues.size();
    }

    /** Attributes that this import gave a type by its first values, and what most of all its values look like instead. */
    Map<String, AttributeType> corrections() {
        Map<String, AttributeType> corrections = new TreeMap<>();
        tallies.forEach((name, tally) -> {
            if (tally.inferred && tally.majority() != known.get(name).type()) {
                corrections.put(name, tally.majority());
            }
        });
        return corrections;
    }

    /** How many customers of a dry run's block would be new, given which of them exist. */
    int wouldBeNew(ImportBlock block, Set<String> existing) {
        int fresh = 0;
        for (RowChecker.Checked row : block.rows) {
            String externalId = row.externalId();
            boolean repeat = seen.contains(externalId);
            if (!repeat && seen.size() < REMEMBERED && seenCharacters < REMEMBERED_CHARACTERS) {
                seen.add(externalId);
                seenCharacters += externalId.length();
            }
            fresh += repeat || existing.contains(externalId) ? 0 : 1;
        }
        return fresh;
    }

    void count(ImportStore.Counts block) {
        counts = counts.plus(block);
    }

    ImportStore.Counts counts() {
        return counts;
    }

    List<ImportedAttribute> attributes() {
        List<ImportedAttribute> attributes = new ArrayList<>();
        tallies.forEach((name, tally) -> {
            AttributeType type = known.get(name).type();
            attributes.add(
                    new ImportedAttribute(name, type.code(), tally.fits(type), tally.misfits(type), tally.inferred));
        });
        return attributes;
    }

    ImportAnswer answer(Instant now) {
        return new ImportAnswer(
                id,
                ImportAnswer.FINISHED,
                dryRun,
                counts.received(),
                counts.accepted(),
                counts.updated(),
                counts.rejected(),
                counts.warned(),
                attributes(),
                errors,
                warnings,
                ImportAnswer.issuesOf(id),
                begunAt,
                now);
    }
}
