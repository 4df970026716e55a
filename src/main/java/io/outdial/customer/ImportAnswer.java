package io.outdial.customer;

import java.util.List;
import java.util.UUID;

/**
 * What an import did.
 *
 * @param received rows read, the header not counted
 * @param accepted customers that are new
 * @param updated customers that existed, also from earlier in the same file
 * @param rejected rows not taken
 * @param warned warnings altogether
 * @param errors the first thousand
 * @param warnings the first thousand
 * @param issues where all of them are
 */
public record ImportAnswer(
        UUID id,
        boolean dryRun,
        long received,
        long accepted,
        long updated,
        long rejected,
        long warned,
        List<ImportIssue> errors,
        List<ImportIssue> warnings,
        String issues) {}
