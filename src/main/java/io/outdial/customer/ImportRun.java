package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One import under way: the batch in hand, the counts so far, and the first issues of each severity. */
final class ImportRun {

    private static final int SHOWN_ISSUES = 1_000;
    /** A dry run remembers this many external ids to tell repeats; a file with more counts later repeats as accepted. */
    private static final int REMEMBERED = 1_000_000;

    final UUID id;
    final boolean dryRun;
    boolean begun;
    /** Why the file cannot be read on; null while it can. */
    Exception unreadable;

    Map<String, AttributeTypes.Known> known = Map.of();

    private final List<RowChecker.Checked> rows = new ArrayList<>();
    private final List<ImportIssue> issues = new ArrayList<>();
    private final List<ImportIssue> errors = new ArrayList<>();
    private final List<ImportIssue> warnings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int issueNo = 1;
    private long received;
    private long accepted;
    private long updated;
    private long rejected;
    private long warned;

    ImportRun(UUID id, boolean dryRun) {
        this.id = id;
        this.dryRun = dryRun;
    }

    void take(ImportedRow row, RowChecker checker) {
        received++;
        RowChecker.Checked checked = checker.check(row, issues);
        if (checked == null) {
            rejected++;
        } else {
            rows.add(checked);
        }
    }

    /** Types of attributes nobody named before, by what most of this batch's values look like. */
    Map<String, AttributeType> infer(RowChecker checker) {
        Inference inference = new Inference();
        rows.forEach(row -> checker.infer(row, known, inference));
        return inference.types();
    }

    /** Adds types without numbers: a dry run gives none out. */
    void pretend(Map<String, AttributeType> fresh) {
        Map<String, AttributeTypes.Known> all = new HashMap<>(known);
        fresh.forEach((name, type) -> {
            if (all.size() < AttributeTypes.MAX_PER_TENANT) {
                all.put(name, new AttributeTypes.Known(0, type));
            }
        });
        known = all;
    }

    /** The batch's issues, by line, with those that only the types of attributes can tell. */
    List<ImportIssue> compare(RowChecker checker) {
        rows.forEach(row -> checker.compare(row, known, issues));
        issues.sort(Comparator.comparingLong(ImportIssue::line));
        for (ImportIssue issue : issues) {
            List<ImportIssue> shown = issue.error() ? errors : warnings;
            if (shown.size() < SHOWN_ISSUES) {
                shown.add(issue);
            }
            warned += issue.error() ? 0 : 1;
        }
        return issues;
    }

    int nextIssueNo(int count) {
        int first = issueNo;
        issueNo += count;
        return first;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Set<String> externalIds() {
        Set<String> ids = new LinkedHashSet<>();
        rows.forEach(row -> ids.add(row.externalId()));
        return ids;
    }

    /** The batch's customers as they will be, each once; a later row wins over an earlier one. Changes nothing here. */
    Collection<CustomerRow> merged(Map<String, CustomerRow> found, RowChecker checker) {
        Map<String, CustomerRow> customers = new TreeMap<>();
        for (RowChecker.Checked row : rows) {
            CustomerRow customer = customers.computeIfAbsent(row.externalId(), externalId -> {
                CustomerRow before = found.get(externalId);
                return before == null ? fresh() : before;
            });
            checker.apply(row, known, customer);
        }
        return new LinkedHashMap<>(customers).values();
    }

    private static CustomerRow fresh() {
        CustomerRow customer = new CustomerRow();
        customer.id = CustomerId.next().value();
        return customer;
    }

    /** Counts a batch of which {@code fresh} were new: each once, its repeats are updates. */
    void countWritten(Set<String> fresh) {
        accepted += fresh.size();
        updated += rows.size() - fresh.size();
    }

    /** Counts a batch of a dry run, given which of its customers exist. */
    void count(Set<String> existing) {
        for (RowChecker.Checked row : rows) {
            String externalId = row.externalId();
            boolean repeat = seen.contains(externalId);
            if (seen.size() < REMEMBERED) {
                seen.add(externalId);
            }
            if (repeat || existing.contains(externalId)) {
                updated++;
            } else {
                accepted++;
            }
        }
    }

    void next() {
        rows.clear();
        issues.clear();
    }

    ImportStore.Counts counts() {
        return new ImportStore.Counts(received, accepted, updated, rejected, warned);
    }

    ImportAnswer answer() {
        return new ImportAnswer(
                id,
                dryRun,
                received,
                accepted,
                updated,
                rejected,
                warned,
                errors,
                warnings,
                "/api/v1/customers/import/" + id + "/issues");
    }
}
