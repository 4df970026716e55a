package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Some consecutive rows of a file, checked, that are written in one transaction. */
final class ImportBlock {

    static final int MAX_ROWS = 2_000;
    static final long MAX_CHARACTERS = 4_000_000;

    final List<RowChecker.Checked> rows = new ArrayList<>();
    final List<ImportIssue> issues = new ArrayList<>();
    int firstIssueNo;
    long characters;
    private long received;
    private Set<String> externalIds;

    void take(ImportedRow row, RowChecker checker) {
        received++;
        characters += row.size();
        RowChecker.Checked checked = checker.check(row, issues);
        if (checked != null) {
            rows.add(checked);
        }
    }

    boolean isFull() {
        return received >= MAX_ROWS || characters >= MAX_CHARACTERS;
    }

    boolean isEmpty() {
        return received == 0;
    }

    /** Of its rows, each once. Nothing is taken after it was asked. */
    Set<String> externalIds() {
        if (externalIds == null) {
            Set<String> ids = new LinkedHashSet<>(2 * rows.size());
            rows.forEach(row -> ids.add(row.externalId()));
            externalIds = ids;
        }
        return externalIds;
    }

    /**
     * The customers that these rows make or change, each once, by external id; a later row wins over an earlier one.
     * Those whom the rows leave as they are are not among them.
     */
    List<CustomerChange> changes(
            Map<String, CustomerRow> found, Map<String, AttributeTypes.Known> known, RowChecker checker) {
        Map<String, CustomerRow> customers = new TreeMap<>();
        for (RowChecker.Checked row : rows) {
            CustomerRow customer = customers.computeIfAbsent(row.externalId(), externalId -> {
                CustomerRow before = found.get(externalId);
                return before == null ? new CustomerRow() : before.copy();
            });
            checker.apply(row, known, customer);
        }
        List<CustomerChange> changed = new ArrayList<>(customers.size());
        customers.forEach((externalId, customer) -> {
            CustomerRow before = found.get(externalId);
            if (before == null) { // ids rise with the order in which rows are written
                customer.id = CustomerId.next().value();
            }
            if (before == null || !before.saysTheSameAs(customer)) {
                changed.add(new CustomerChange(before, customer));
            }
        });
        return changed;
    }

    /** What this block adds to the import's counts when so many of its customers are new. */
    ImportStore.Counts counts(int fresh) {
        long warned = issues.stream().filter(issue -> !issue.error()).count();
        return new ImportStore.Counts(received, fresh, rows.size() - fresh, received - rows.size(), warned);
    }
}
