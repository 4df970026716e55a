package io.outdial.platform;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The keys under which secrets of tenants are kept. */
@ConfigMapping(prefix = "outdial.encryption")
public interface EncryptionSettings {

    /** Id of the key that new secrets are sealed with. Without it nothing is sealed, and what needs a secret is off. */
    Optional<String> currentKey();

    /** By id: 32 bytes in base64. Old keys stay here until nothing is sealed with them. */
    Map<String, String> keys();
}
