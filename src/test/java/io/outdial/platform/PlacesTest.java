package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import org.junit.jupiter.api.Test;

/** How many of something a tenant may have at once. */
class PlacesTest {

    private final Places<TenantId> places = new Places<>();
    private final TenantId tenant = TenantId.next();

    @Test
    void asManyAreTakenAsThereAre() {
        assertThat(places.take(tenant, 2)).isTrue();
        assertThat(places.isFull(tenant, 2)).isFalse();
        assertThat(places.take(tenant, 2)).isTrue();
        assertThat(places.isFull(tenant, 2)).isTrue();
        assertThat(places.take(tenant, 2)).isFalse();
    }

    @Test
    void whoLeavesMakesPlaceForOne() {
        places.take(tenant, 1);
        places.leave(tenant);
        assertThat(places.take(tenant, 1)).isTrue();
        assertThat(places.take(tenant, 1)).isFalse();
    }

    @Test
    void anotherTenantsAreItsOwn() {
        places.take(tenant, 1);
        assertThat(places.take(TenantId.next(), 1)).isTrue();
    }
}
