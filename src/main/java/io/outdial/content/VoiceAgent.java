package io.outdial.content;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** A voice that speaks scripts. */
@Entity
public class VoiceAgent extends PanacheEntityBase {

    @Id
    public UUID voiceAgentId;

    public UUID tenantId;
    public String name;
    /** BCP 47. */
    public String language;
    /** The provider's name of the voice. */
    public String voice;
    /** {@code active} or {@code retired}. */
    public String status;

    @Version
    public long version;

    public Instant createdAt;
    public Instant updatedAt;
}
