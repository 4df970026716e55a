package io.outdial.compliance;

import io.outdial.platform.Problem;
import java.util.Set;

/** The names of do-not-call lists, and which of them a tenant may write. */
final class DoNotCallLists {

    static final String NAME = "[a-z0-9][a-z0-9_-]{0,62}";
    static final String NAME_MESSAGE = "must be up to 63 lower-case letters, digits, _ and -";

    /** The tenant's own list, which all its campaigns respect. */
    static final String TENANT = "tenant";

    static final String OPT_OUT = "opt_out";
    /** Numbers of customers who were erased, written by the erasure. */
    static final String ERASED = "erased";
    /** How the platform's list is shown; it is a table of its own. */
    static final String PLATFORM = "platform";

    private static final Set<String> KEPT_BY_OTHERS = Set.of(ERASED, PLATFORM);

    private DoNotCallLists() {}

    /** @throws Problem when the name is reserved: {@code opt_out} is written as an opt-out, the others not by tenants */
    static void requireWritable(String pointer, String list) {
        if (list.equals(OPT_OUT)) {
            throw Problem.invalid(pointer, "reserved_list", "Record opt-outs at /api/v1/opt-outs.");
        }
        requireRemovable(pointer, list);
    }

    /** @throws Problem when the list's entries are not the tenant's to take off; a mistaken opt-out is */
    static void requireRemovable(String pointer, String list) {
        if (KEPT_BY_OTHERS.contains(list)) {
            throw Problem.invalid(pointer, "reserved_list", "The list " + list + " is not written by tenants.");
        }
    }
}
