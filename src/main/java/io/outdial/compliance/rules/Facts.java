package io.outdial.compliance.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * What is known of a person and a number when it is judged whether they may be called.
 *
 * @param customerExists false after an erasure
 * @param phoneValid false once a network said there is no such number
 * @param lists names of the do-not-call lists the number is on now
 * @param forbidden whether the platform forbids the number, or somebody who had it was erased
 * @param numberInUse whether a live attempt calls the number
 * @param consentUntil when the consent for this purpose ends; {@link Instant#MAX} for one without end, null without one
 * @param zones every zone the person may be in; empty when unknown
 * @param preferred the hours the person prefers; none when they never said
 * @param calls when calls to the number began that were or may have been made, latest first, as far back as a cap looks
 */
public record Facts(
        boolean customerExists,
        boolean phoneValid,
        Set<String> lists,
        boolean forbidden,
        boolean numberInUse,
        Instant consentUntil,
        List<ZoneId> zones,
        List<WeeklyWindow> preferred,
        List<Instant> calls) {}
