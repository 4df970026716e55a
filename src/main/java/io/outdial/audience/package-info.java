/**
 * Audiences: which customers a campaign is for. Compiles a campaign's {@code audience} object to one predicate, previews
 * it and searches customers by it; keeps audiences under names. Owns {@code saved_audience}; reads customers, their values and
 * contacts, attributes, consents, the do-not-call lists and, where a cap holds, the attempts. Promises that every part of an audience is AND-ed, that
 * the compiled predicate speaks of one tenant only, and that matched = reachable + everyone excluded, by reason.
 */
package io.outdial.audience;
