package io.outdial.content;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantSession;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Keeps voice agents; every change is in the audit log. */
@ApplicationScoped
class VoiceAgentStore {

    Uni<VoiceAgent> create(TenantId tenant, VoiceAgentsResource.Draft draft, Instant now) {
        VoiceAgent agent = new VoiceAgent();
        agent.voiceAgentId = Uuid7.next();
        agent.tenantId = tenant.value();
        agent.name = draft.name();
        agent.language = draft.language();
        agent.voice = draft.voice();
        agent.status = "active";
        agent.createdAt = now;
        agent.updatedAt = now;
        return TenantSession.inTenant(
                tenant, () -> agent.<VoiceAgent>persistAndFlush().call(() -> note(tenant, "create", agent)));
    }

    /** Those in use, oldest first, at most {@code limit} of those after {@code after}. */
    Uni<List<VoiceAgent>> list(TenantId tenant, UUID after, int limit) {
        return TenantSession.inTenant(tenant, () -> VoiceAgent.<VoiceAgent>find(
                        "tenantId = ?1 and status = 'active' and voiceAgentId > ?2 order by voiceAgentId",
                        tenant.value(),
                        after)
                .page(0, limit)
                .list());
    }

    /** Also a retired one; 404 when there is none. */
    Uni<VoiceAgent> read(TenantId tenant, UUID id) {
        return TenantSession.inTenant(tenant, () -> find(tenant, id));
    }

    /** Absent fields stay; 409 when it is retired. */
    Uni<VoiceAgent> change(TenantId tenant, UUID id, String ifMatch, VoiceAgentsResource.Change change, Instant now) {
        return update(tenant, "change", id, ifMatch, now, agent -> {
            agent.name = change.name() == null ? agent.name : change.name();
            agent.language = change.language() == null ? agent.language : change.language();
            agent.voice = change.voice() == null ? agent.voice : change.voice();
        });
    }

    Uni<Void> retire(TenantId tenant, UUID id, String ifMatch, Instant now) {
        return update(tenant, "retire", id, ifMatch, now, agent -> agent.status = "retired")
                .replaceWithVoid();
    }

    private static Uni<VoiceAgent> update(
            TenantId tenant, String what, UUID id, String ifMatch, Instant now, Consumer<VoiceAgent> change) {
        return TenantSession.inTenant(tenant, () -> find(tenant, id)
                .invoke(agent -> {
                    Versions.requireMatch(ifMatch, agent.version);
                    if (agent.status.equals("retired")) {
                        throw new Problem(ProblemType.CONFLICT, "The voice agent is retired and stays as it is.");
                    }
                    change.accept(agent);
                    agent.updatedAt = now;
                })
                .call(agent -> agent.persistAndFlush())
                .call(agent -> note(tenant, what, agent)));
    }

    private static Uni<Void> note(TenantId tenant, String what, VoiceAgent agent) {
        return AuditLog.addInSession(tenant, AuditEntry.of("voice_agent." + what, agent.voiceAgentId), agent.updatedAt);
    }

    private static Uni<VoiceAgent> find(TenantId tenant, UUID id) {
        return VoiceAgent.<VoiceAgent>find("tenantId = ?1 and voiceAgentId = ?2", tenant.value(), id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> Problem.notFound("voice agent"));
    }
}
