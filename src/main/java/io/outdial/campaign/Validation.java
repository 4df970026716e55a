package io.outdial.campaign;

import io.outdial.audience.Audience;
import io.outdial.audience.Audiences;
import io.outdial.audience.CompiledAudience;
import io.outdial.compliance.CallingPolicies;
import io.outdial.compliance.CallingPolicy;
import io.outdial.content.ContentStore;
import io.outdial.content.ContentStore.AgentFacts;
import io.outdial.content.ContentStore.ScriptFacts;
import io.outdial.content.Template;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Sight;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The pre-initiation: every check with its result, nothing changed. */
@ApplicationScoped
class Validation {

    private final Audiences audiences;
    private final ContentStore contents;
    private final CallingPolicies policies;
    private final TelephonyStatus telephony;

    Validation(Audiences audiences, ContentStore contents, CallingPolicies policies, TelephonyStatus telephony) {
        this.audiences = audiences;
        this.contents = contents;
        this.policies = policies;
        this.telephony = telephony;
    }

    /**
     * Refuses with 403 an audience that asks for personal data which {@code sight} may not see.
     *
     * @param pinned the script version to hold to; null for the document's own or the newest
     */
    Uni<Verdict> check(SqlConnection c, TenantId tenant, CampaignSpec spec, Integer pinned, Sight sight, Instant now) {
        Findings found = new Findings();
        Instant start = Columns.plannedStart(spec, now);
        return audience(c, tenant, spec, sight, now, found)
                .chain(() -> telephony.available(
                        c, tenant, spec.calls() == null ? null : spec.calls().connectionId()))
                .invoke(available -> found.add(
                        "telephony",
                        available
                                ? List.of()
                                : List.of(new FieldError(
                                        spec.calls() == null || spec.calls().connectionId() == null
                                                ? ""
                                                : "/calls/connectionId",
                                        "unavailable",
                                        "No telephony provider takes calls now.")),
                        "Telephony takes calls."))
                .chain(() -> currency(c, tenant))
                .invoke(currency -> {
                    found.add("budget", Readiness.budget(spec, currency), "The budget is usable.");
                    found.add("limits", Readiness.limits(spec), "The limits are set.");
                })
                .chain(() -> content(c, tenant, spec, pinned, found))
                .chain(() -> policies.read(c, tenant))
                .map(policy -> {
                    found.add("schedule", schedule(spec, policy, start, now), "The schedule is complete.");
                    found.add("compliance", Lawfulness.errors(spec, policy, now), Lawfulness.summary(spec, policy));
                    return new Verdict(found.checks, found.errors, found.audience, found.scriptVersion);
                });
    }

    /**
     * What a campaign that started is held to when it is edited: limits, budget and hours that could have been scheduled. What
     * is wrong already, because others' rules changed, hinders no edit of something else.
     *
     * @throws Problem 400 with each finding that {@code after} has and {@code before} has not
     */
    Uni<Void> requireNothingWorse(SqlConnection c, TenantId tenant, Campaign before, CampaignSpec after, Instant now) {
        return currency(c, tenant)
                .chain(currency -> policies.read(c, tenant).invoke(policy -> {
                    Set<String> known = whileRunning(before.spec(), currency, policy, before.startAt(), now).stream()
                            .map(Validation::finding)
                            .collect(Collectors.toSet());
                    List<FieldError> worse = whileRunning(after, currency, policy, before.startAt(), now).stream()
                            .filter(error -> !known.contains(finding(error)))
                            .toList();
                    if (!worse.isEmpty()) {
                        throw new Problem(
                                ProblemType.VALIDATION_FAILED, worse.get(0).detail(), worse);
                    }
                }))
                .replaceWithVoid();
    }

    private static String finding(FieldError error) {
        return error.pointer() + " " + error.code();
    }

    private static List<FieldError> whileRunning(
            CampaignSpec spec, String currency, CallingPolicy policy, Instant start, Instant now) {
        List<FieldError> errors = new ArrayList<>(Readiness.budget(spec, currency));
        errors.addAll(Readiness.limits(spec));
        errors.addAll(schedule(spec, policy, start, now));
        return errors;
    }

    private static List<FieldError> schedule(CampaignSpec spec, CallingPolicy policy, Instant start, Instant now) {
        Instant end = Columns.end(spec, start);
        List<FieldError> errors = new ArrayList<>(Readiness.schedule(spec, start, end, now));
        errors.addAll(Lawfulness.opens(spec, policy, start, end, now));
        return errors;
    }

    /** Refuses with 403 an audience of a draft that asks for what {@code sight} may not see. Nothing else need be right yet. */
    Uni<Void> requireSight(SqlConnection c, TenantId tenant, Audience audience, Sight sight, Instant now) {
        if (audience == null || sight.maySeePersonalData()) {
            return Uni.createFrom().voidItem();
        }
        return audiences
                .compile(c, tenant, audience, sight, now)
                .replaceWithVoid()
                .onFailure(Problem.class)
                .transform(failure -> ((Problem) failure).below("/audience"))
                .onFailure(Validation::isAboutTheAudience)
                .recoverWithNull();
    }

    private Uni<Void> audience(
            SqlConnection c, TenantId tenant, CampaignSpec spec, Sight sight, Instant now, Findings found) {
        Audience audience = spec.audience();
        if (audience == null || !audience.says()) {
            return Uni.createFrom()
                    .voidItem()
                    .invoke(() -> found.noAudience(List.of(new FieldError(
                            "/audience/query",
                            "required",
                            "A query, a saved audience or a follow-up is required before scheduling."))));
        }
        return audiences
                .compile(c, tenant, audience, sight, now)
                .call(compiled -> audiences.count(c, tenant, compiled).invoke(n -> found.audience(compiled, n)))
                .replaceWithVoid()
                .onFailure(Problem.class)
                .transform(failure -> ((Problem) failure).below("/audience"))
                .onFailure(Validation::isAboutTheAudience)
                .recoverWithUni(failure -> {
                    found.noAudience(((Problem) failure).errors());
                    return Uni.createFrom().voidItem();
                });
    }

    /** What is forbidden is about who asks: no finding, but a refusal. */
    private static boolean isAboutTheAudience(Throwable failure) {
        return failure instanceof Problem problem && problem.type() != ProblemType.FORBIDDEN;
    }

    private static Uni<String> currency(SqlConnection c, TenantId tenant) {
        return c.preparedQuery("select currency from tenant where tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getString("currency"));
    }

    private Uni<Void> content(SqlConnection c, TenantId tenant, CampaignSpec spec, Integer pinned, Findings found) {
        CampaignSpec.ContentSettings content = spec.content();
        UUID agentId = content == null ? null : content.voiceAgentId();
        UUID standInId = content == null || content.fallback() == null
                ? null
                : content.fallback().voiceAgentId();
        UUID scriptId = content == null ? null : content.scriptId();
        Integer version = content == null || content.scriptVersion() == null ? pinned : content.scriptVersion();
        Uni<Optional<AgentFacts>> agent =
                agentId == null ? Uni.createFrom().item(Optional.empty()) : contents.agent(c, tenant, agentId);
        Uni<Optional<AgentFacts>> standIn =
                standInId == null ? Uni.createFrom().item(Optional.empty()) : contents.agent(c, tenant, standInId);
        Uni<Optional<ScriptFacts>> script = scriptId == null
                ? Uni.createFrom().item(Optional.empty())
                : contents.script(c, tenant, scriptId, version);
        Uni<Optional<AgentFacts>> speaking = agent.chain(
                own -> usable(own) ? Uni.createFrom().item(own) : standIn.map(other -> usable(other) ? other : own));
        return speaking.chain(a -> script.invoke(s -> {
                    found.scriptVersion = s.map(ScriptFacts::version).orElse(null);
                    Set<String> variables = s.map(
                                    f -> Set.copyOf(Template.parse(f.template()).variables()))
                            .orElse(Set.of());
                    found.add("content", Readiness.content(spec, a, s, variables), languages(a, s));
                }))
                .replaceWithVoid();
    }

    private static boolean usable(Optional<AgentFacts> agent) {
        return agent.map(AgentFacts::usable).orElse(false);
    }

    /** Another language is a warning: some agents speak several. */
    private static String languages(Optional<AgentFacts> agent, Optional<ScriptFacts> script) {
        if (agent.isPresent()
                && script.isPresent()
                && !agent.get().language().equals(script.get().language())) {
            return "Warning: the agent speaks " + agent.get().language() + ", the script is written in "
                    + script.get().language() + ".";
        }
        return "Agent and script are usable.";
    }

    /** Collects as the checks go. */
    private static final class Findings {
        private final List<Verdict.Check> checks = new ArrayList<>();
        private final List<FieldError> errors = new ArrayList<>();
        private CompiledAudience audience;
        private Integer scriptVersion;

        void add(String name, List<FieldError> wrong, String right) {
            errors.addAll(wrong);
            String detail = wrong.isEmpty()
                    ? right
                    : String.join(" ", wrong.stream().map(FieldError::detail).toList());
            checks.add(new Verdict.Check(name, wrong.isEmpty(), detail));
        }

        void noAudience(List<FieldError> wrong) {
            add("audience_query", wrong, "");
            checks.add(new Verdict.Check("audience_size", false, "The audience cannot be counted."));
        }

        void audience(CompiledAudience compiled, long matched) {
            audience = compiled;
            add("audience_query", List.of(), "The query is valid.");
            add(
                    "audience_size",
                    matched > 0
                            ? List.of()
                            : List.of(new FieldError("/audience", "empty_audience", "The audience matches nobody.")),
                    "The audience matches " + matched + " customers.");
        }
    }
}
