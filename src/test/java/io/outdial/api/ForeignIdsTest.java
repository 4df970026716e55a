package io.outdial.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.api.Operations.Operation;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Another tenant's ids in bodies, filters and cursors: answered like ids that exist nowhere, and nothing of theirs is read or changed.
 * The places are found in the description of the API; one that nobody tries here fails the test. Ids in paths are {@link
 * EveryOperationTest}'s.
 */
@QuarkusTest
class ForeignIdsTest {

    private static final String NOBODYS = "01900000-0000-7000-8000-00000000beef";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SOUNDS_LIKE_ONE = Pattern.compile(".*(Id|Ids|ID)");

    /** Words of the caller's own that only sound like ids of things here. */
    private static final Set<String> OWN_WORDS = Set.of("externalId", "callerIds");

    /** Whose thing an id of this name is. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("voiceAgentId", "/api/v1/voice-agents/"),
            Map.entry("scriptId", "/api/v1/scripts/"),
            Map.entry("savedAudienceId", "/api/v1/audiences/"),
            Map.entry("campaignId", "/api/v1/campaigns/"),
            Map.entry("connectionId", "/api/v1/telephony/connections/"),
            Map.entry("customerId", "/api/v1/customers/"),
            Map.entry("callId", "/api/v1/calls/"),
            Map.entry("customer", "/api/v1/customers/"),
            Map.entry("campaign", "/api/v1/campaigns/"),
            Map.entry("resourceId", "/api/v1/customers/"),
            Map.entry("fallbackConnectionId", "/api/v1/telephony/connections/"));

    /** Parameters that are words, numbers and times, and no id of anything. */
    private static final Set<String> NO_IDS = Set.of(
            "limit",
            "format",
            "dryRun",
            "include",
            "q",
            "objective",
            "state",
            "severity",
            "outcome",
            "from",
            "to",
            "action",
            "actor",
            "list",
            "doNotCallLists",
            "purpose",
            "date",
            "replace",
            "maxRejectedPercent",
            "reason",
            "requireConsent",
            "regulation");

    /** What a body needs beside the id, so that it is refused for the id if at all. */
    private static final Map<String, Map<String, Object>> BESIDE = Map.of(
            "POST /api/v1/audiences", Map.of("name", "n"),
            "POST /api/v1/campaigns", Map.of("name", "n"));

    private static final Map<String, Map<String, Object>> AROUND =
            Map.of("/followUp", Map.of("states", List.of("succeeded")));

    /** A draft may name what is not there (yet): its validation says so, see below. */
    private static final Set<String> DRAFTS = Set.of("POST /api/v1/campaigns", "PATCH /api/v1/campaigns/{id}");

    private ApiSchemas schemas;

    private Api stranger;
    private Belongings theirs;
    private Belongings own;

    @BeforeEach
    void twoTenants() {
        schemas = ApiSchemas.read();
        theirs = Belongings.of(Api.newTenant());
        stranger = Api.newTenant();
        own = Belongings.of(stranger, "own-words");
    }

    @Test
    void everyIdInABodyIsKnownHere() {
        Set<String> unknown = new TreeSet<>();
        places().forEach((operation, pointers) -> pointers.forEach(pointer -> {
            if (!KINDS.containsKey(name(pointer))) {
                unknown.add(operation + " " + pointer);
            }
        }));
        assertThat(unknown).isEmpty();
        assertThat(places().values().stream().mapToInt(List::size).sum()).isGreaterThan(12);
    }

    @Test
    void everyParameterIsKnownHere() {
        Set<String> unknown = new TreeSet<>();
        Operations.all().forEach(operation -> ApiSchemas.queryNames(operation).forEach(name -> {
            if (!KINDS.containsKey(name) && !NO_IDS.contains(name) && !name.equals("cursor")) {
                unknown.add(operation + " ?" + name);
            }
        }));
        assertThat(unknown).isEmpty();
    }

    @Test
    void anIdInABodyIsAnsweredLikeOneThatExistsNowhere() {
        SoftAssertions all = new SoftAssertions();
        places().forEach((operation, pointers) -> pointers.forEach(pointer -> {
            Response foreign = send(operation, pointer, theirs.id(KINDS.get(name(pointer))));
            Response nowhere = send(operation, pointer, NOBODYS);
            String what = operation + " " + pointer + ": " + foreign.asString();
            all.assertThat(foreign.asString()).as(what).doesNotContain(Belongings.MARK);
            all.assertThat(foreign.statusCode()).as(what).isEqualTo(nowhere.statusCode());
            if (DRAFTS.contains(operation.toString())) {
                all.assertThat(foreign.statusCode()).as(what).isIn(200, 201, 400, 404, 422);
            } else {
                all.assertThat(foreign.statusCode()).as(what).isIn(400, 404, 422);
                all.assertThat(withoutIds(foreign)).as(what).isEqualTo(withoutIds(nowhere));
            }
        }));
        theirs.areUntouched();
        all.assertAll();
    }

    @Test
    void aDraftWithAnotherTenantsThingsIsNotValidAndShowsNothingOfThem() {
        Map<String, Object> checks = new LinkedHashMap<>();
        for (boolean foreign : List.of(true, false)) {
            String id = stranger.manager()
                    .body(Map.of(
                            "name",
                            "n",
                            "calls",
                            Map.of("connectionId", id(foreign, "connectionId")),
                            "content",
                            Map.of(
                                    "voiceAgentId", id(foreign, "voiceAgentId"),
                                    "scriptId", id(foreign, "scriptId"),
                                    "fallback", Map.of("voiceAgentId", id(foreign, "voiceAgentId")))))
                    .post("/api/v1/campaigns")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            Response validated = stranger.manager().post("/api/v1/campaigns/" + id + "/validate");
            assertThat(validated.statusCode()).isEqualTo(200);
            assertThat(validated.<Boolean>path("valid")).isFalse();
            assertThat(validated.asString())
                    .doesNotContain(Belongings.MARK)
                    .contains("The script, or the version of it, is gone");
            checks.put(String.valueOf(foreign), withoutIds(validated));
        }
        assertThat(checks.get("true")).isEqualTo(checks.get("false"));
    }

    @Test
    void anIdInAFilterIsAnsweredLikeOneThatExistsNowhere() {
        SoftAssertions all = new SoftAssertions();
        int[] tried = {0};
        Operations.all().stream().filter(each -> !each.ofPlatform()).forEach(operation -> {
            for (String name : ApiSchemas.queryNames(operation)) {
                if (KINDS.containsKey(name)) {
                    tried[0]++;
                    Response foreign = get(operation, name, theirs.id(KINDS.get(name)));
                    Response nowhere = get(operation, name, NOBODYS);
                    String what = operation + " ?" + name + ": " + foreign.asString();
                    all.assertThat(foreign.statusCode())
                            .as(what)
                            .isEqualTo(nowhere.statusCode())
                            .isLessThan(500);
                    all.assertThat(foreign.asString()).as(what).doesNotContain(Belongings.MARK);
                    all.assertThat(withoutIds(foreign)).as(what).isEqualTo(withoutIds(nowhere));
                }
            }
        });
        assertThat(tried[0]).isGreaterThan(2);
        all.assertAll();
    }

    /** A cursor says where to go on in one's own list, whoever's id it is. */
    @Test
    void aCursorOpensNobodyElsesList() {
        SoftAssertions all = new SoftAssertions();
        int[] tried = {0};
        Operations.all().stream().filter(each -> !each.ofPlatform()).forEach(operation -> {
            if (ApiSchemas.queryNames(operation).contains("cursor")) {
                for (String kind : new TreeSet<>(KINDS.values())) {
                    tried[0]++;
                    Response answer = get(operation, "cursor", theirs.id(kind));
                    all.assertThat(answer.asString()).as("%s", operation).doesNotContain(Belongings.MARK);
                    all.assertThat(answer.statusCode())
                            .as("%s: %s", operation, answer.asString())
                            .isIn(200, 400, 404);
                }
            }
        });
        assertThat(tried[0]).isGreaterThan(50);
        theirs.areUntouched();
        all.assertAll();
    }

    private String id(boolean foreign, String name) {
        return foreign ? theirs.id(KINDS.get(name)) : NOBODYS;
    }

    private Response get(Operation operation, String name, String value) {
        RequestSpecification request = stranger.manager().queryParam(name, value);
        if (operation.takesJson()) {
            request = request.body(Map.of());
        } else if (operation.hasBody()) {
            request = request.contentType(operation.mediaType()).body("");
        }
        return request.header("If-Match", "*")
                .request(operation.method().toUpperCase(Locale.ROOT), operation.filled(own.parameters(operation)));
    }

    private Response send(Operation operation, String pointer, String id) {
        Map<String, Object> body = new TreeMap<>(BESIDE.getOrDefault(operation.toString(), Map.of()));
        if (operation.toString().equals("PATCH /api/v1/audiences/{id}")) {
            body.remove("name");
        }
        boolean testCall = operation.path().endsWith("/test-calls");
        if (testCall) { // all is one's own but the one
            List.of("connectionId", "campaignId", "customerId")
                    .forEach(name -> body.put(name, own.id(KINDS.get(name))));
        }
        put(body, pointer.substring(1).split("/"), 0, "", id);
        return (testCall ? stranger.withPhone("+966512349998") : stranger.manager())
                .body(body)
                .header("If-Match", "*")
                .request(operation.method().toUpperCase(Locale.ROOT), operation.filled(own.parameters(operation)));
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> object, String[] steps, int at, String above, String id) {
        if (at == steps.length - 1) {
            object.put(steps[at], id);
        } else if (steps[at + 1].equals("*")) {
            object.put(steps[at], List.of(id));
        } else {
            Map<String, Object> inner = (Map<String, Object>)
                    object.computeIfAbsent(steps[at], step -> new TreeMap<>(AROUND.getOrDefault("/" + step, Map.of())));
            put(inner, steps, at + 1, above + "/" + steps[at], id);
        }
    }

    /** Where bodies have ids, by operation. What a change takes freely is what its creation takes. */
    private Map<Operation, List<String>> places() {
        List<Operation> all = Operations.all();
        Map<Operation, List<String>> places = new LinkedHashMap<>();
        for (Operation operation : all) {
            List<String> pointers = new ArrayList<>();
            schemas.properties(schemas.body(operation, all), (pointer, property) -> {
                if (!OWN_WORDS.contains(name(pointer))
                        && ("uuid".equals(property.get("format"))
                                || SOUNDS_LIKE_ONE.matcher(name(pointer)).matches())) {
                    pointers.add(pointer);
                }
            });
            if (!pointers.isEmpty() && !operation.ofPlatform()) {
                places.put(operation, pointers);
            }
        }
        return places;
    }

    /** The last step that is a name. */
    private static String name(String pointer) {
        String named = pointer.replaceAll("(/\\*)+$", "");
        return named.substring(named.lastIndexOf('/') + 1);
    }

    private static String withoutIds(Response answer) {
        return ID.matcher(answer.asString())
                .replaceAll(UUID.fromString(NOBODYS).toString())
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-][0-9:]+)", "now");
    }
}
