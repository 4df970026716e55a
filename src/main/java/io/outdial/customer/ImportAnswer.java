package io.outdial.customer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an import did. {@code received} is always the sum of {@code accepted}, {@code updated} and {@code rejected}.
 *
 * @param state running, finished, or failed: the file could not be read on, or the replica that read it died; what was
 *     counted by then is written and stays
 * @param received rows read, the header not counted
 * @param accepted customers that are new
 * @param updated customers that existed, also from earlier in the same file, changed by the row or not
 * @param rejected rows not taken
 * @param warned warnings altogether
 * @param attributes the types of the file's attributes and how many values fit; empty while it runs
 * @param errors the first thousand
 * @param warnings the first thousand
 * @param issues where all of them are
 * @param finishedAt null while it runs
 */
public record ImportAnswer(
        UUID id,
        String state,
        boolean dryRun,
        long received,
        long accepted,
        long updated,
        long rejected,
        long warned,
        List<ImportedAttribute> attributes,
        List<ImportIssue> errors,
        List<ImportIssue> warnings,
        String issues,
        Instant createdAt,
        Instant finishedAt) {

    static final String FINISHED = "finished";
    static final String FAILED = "failed";

    static String issuesOf(UUID id) {
        return "/api/v1/customers/import/" + id + "/issues";
    }
}
