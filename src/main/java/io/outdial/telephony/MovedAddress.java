package io.outdial.telephony;

import io.outdial.platform.Problem.FieldError;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Stored credentials are shown to nobody who changes a connection, so nobody may have them sent to an address of their own either:
 * with an address, the credentials that go there come anew.
 */
final class MovedAddress {

    private MovedAddress() {}

    /**
     * What is missing.
     *
     * @param shownAt settings that name an address, with the credentials that go there
     * @param kept names of stored credentials that the change leaves as they are
     */
    static List<FieldError> check(
            JsonObject before, JsonObject after, Map<String, Set<String>> shownAt, Set<String> kept) {
        return shownAt.entrySet().stream()
                .filter(each -> !Objects.equals(before.getValue(each.getKey()), after.getValue(each.getKey())))
                .flatMap(each -> each.getValue().stream()
                        .filter(kept::contains)
                        .map(name -> new FieldError(
                                "/credentials/" + name,
                                "required",
                                "It goes to the address that settings." + each.getKey()
                                        + " names; give it again when that changes.")))
                .sorted((one, other) -> one.pointer().compareTo(other.pointer()))
                .toList();
    }
}
