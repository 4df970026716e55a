package io.outdial.dialer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** This process, as attempts name it. */
@ApplicationScoped
class Replica {

    private final String name;

    Replica(DialerSettings settings) {
        this.name = settings.replica()
                .orElseGet(() -> ProcessHandle.current().pid() + "-"
                        + UUID.randomUUID().toString().substring(0, 8));
    }

    String name() {
        return name;
    }
}
