package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Sight;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who asks for an attribute: answered by the room that stores audiences, asked before and after a type changes. */
public interface AttributeUses {

    /**
     * The audiences that name the attribute and may still be used, at most {@link #MAX} of campaigns and as many saved
     * ones, each by id.
     *
     * @param sight who is told how many they select
     * @param connection in the transaction that changes the type, so that an answer after the change sees it
     */
    Uni<List<Use>> of(SqlConnection connection, TenantId tenant, String attribute, Sight sight, Instant now);

    /** More are not evaluated for one change. */
    int MAX = 100;

    /**
     * A campaign, or a saved audience, that names the attribute.
     *
     * @param state the campaign's; null of a saved audience
     * @param matched whom its audience selects; null when the audience is not valid
     * @param problem why it is not valid; null when it is
     */
    record Use(UUID id, String name, String state, Long matched, String problem) {

        boolean isCampaign() {
            return state != null;
        }
    }
}
