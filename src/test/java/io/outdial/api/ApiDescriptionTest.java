package io.outdial.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.platform.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What programs that are generated from the API's description rest on. */
@QuarkusTest
class ApiDescriptionTest {

    /** Names that say nothing outside the class in which they stand. */
    private static final Set<String> NO_NAMES = Set.of(
            "Affected",
            "Counts",
            "EntryDraft",
            "Hour",
            "Listed",
            "Slot",
            "Zone",
            "Answer",
            "Asked",
            "Change",
            "Check",
            "Declaration",
            "Draft",
            "Entry",
            "Event",
            "Group",
            "Health",
            "Lines",
            "Mode",
            "Part",
            "Reason",
            "Rule",
            "Shown",
            "Stage",
            "Step",
            "Targets",
            "Tested",
            "View",
            "Window");

    private JsonPath api;

    @BeforeEach
    void read() {
        api = given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private Map<String, Map<String, Object>> schemas() {
        return api.getMap("components.schemas");
    }

    @Test
    void everySchemaHasANameOfItsOwn() {
        assertThat(schemas().keySet())
                .hasSizeGreaterThan(80)
                .noneMatch(name -> name.matches(".*\\d"))
                .noneMatch(name -> NO_NAMES.contains(name.replaceFirst("^Page", "")));
    }

    @Test
    void everySchemaIsUsed() {
        Set<String> used = Pattern.compile("#/components/schemas/(\\w+)")
                .matcher(given().accept("application/json")
                        .get("/q/openapi?format=json")
                        .asString())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(schemas().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void anIdIsAUuid() {
        assertThat(schemas().get("CampaignId")).containsEntry("type", "string").containsEntry("format", "uuid");
    }

    @Test
    void aStatusNamesEveryProblemThatHasIt() {
        assertThat(refusal("/campaigns/{id}/activate", "422"))
                .contains(ProblemType.CAMPAIGN_INVALID.slug())
                .contains(ProblemType.IDEMPOTENCY_KEY_REUSED.slug());
        assertThat(refusal("/campaigns/{id}/activate", "409"))
                .contains(ProblemType.TRANSITION_REFUSED.slug())
                .contains(ProblemType.CONFLICT.slug());
        assertThat(refusal("/campaigns/{id}/activate", "503")).contains(ProblemType.UNAVAILABLE.slug());
    }

    @Test
    void whatIsMadeIsAnsweredWithItsAddress() {
        assertThat(api.<String, Object>getMap("paths.'/api/v1/customers'.post.responses"))
                .containsKey("201")
                .doesNotContainKey("200");
        assertThat(api.<String, Object>getMap("paths.'/api/v1/conversions'.post.responses"))
                .containsKeys("200", "201");
    }

    @Test
    void whatCannotConflictDoesNotSaySo() {
        assertThat(refusal("/audiences/preview", "409")).isNull();
        assertThat(refusal("/customers/search", "409")).isNull();
    }

    @Test
    void theProblemHasItsMembers() {
        assertThat(api.<String, Object>getMap("components.schemas.Problem.properties"))
                .containsKeys("errors", "checks", "limit", "currentState", "allowedActions", "retryAfterSeconds", "id");
    }

    @Test
    void everyProblemThatAnOperationMayAnswerIsInADescription() {
        String all =
                given().accept("application/json").get("/q/openapi?format=json").asString();
        List<String> elsewhere = List.of("method-not-allowed", "not-acceptable"); // of no operation that is described
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::slug).filter(each -> !elsewhere.contains(each)))
                .allMatch(each -> all.contains("`" + each + "`"));
    }

    private String refusal(String path, String status) {
        Map<String, Map<String, Object>> responses = api.getMap("paths.'/api/v1" + path + "'.post.responses");
        return responses.containsKey(status) ? (String) responses.get(status).get("description") : null;
    }
}
