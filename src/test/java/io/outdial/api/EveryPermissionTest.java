package io.outdial.api;

import static io.outdial.api.Operations.all;
import static io.outdial.api.Operations.each;
import static io.outdial.api.Operations.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.api.Operations.Operation;
import io.outdial.platform.Scopes;
import io.outdial.platform.SecuritySettings;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every operation asks for the scope that it is described with, of a caller whose role may use it. */
@QuarkusTest
class EveryPermissionTest {

    private static final Set<String> ALL =
            Stream.of(Scopes.class.getFields()).map(EveryPermissionTest::text).collect(Collectors.toSet());

    @Inject
    SecuritySettings settings;

    @Test
    void everyOperationIsDescribedWithItsScopes() {
        each(all(), (operation, all) -> all.assertThat(operation.scopes())
                .as("scopes of %s", operation)
                .isNotEmpty()
                .isSubsetOf(ALL));
        assertThat(ALL).hasSize(12);
    }

    @Test
    void withEveryScopeButItsOwnItIs403() {
        Api tenant = Api.newTenant();
        each(all(), (operation, all) -> {
            String others = ALL.stream()
                    .filter(scope -> !operation.scopes().contains(scope))
                    .collect(Collectors.joining(" "));
            problem(all, operation, send(operation, tenant.withScopes("admin", others)), 403);
        });
    }

    @Test
    void itsOwnScopeIsEnough() {
        Api tenant = Api.newTenant();
        each(ofTenants(), (operation, all) -> operation.scopes().forEach(scope -> {
            Response answer = send(operation, tenant.withScopes("admin", scope));
            all.assertThat(answer.statusCode())
                    .as("%s with %s", operation, scope)
                    .isNotIn(401, 403);
        }));
    }

    /** Every role with every scope in its token: what it may do is what configuration says of it. */
    @Test
    void aRoleAllowsWhatItIsConfiguredTo() {
        Api tenant = Api.newTenant();
        settings.roles()
                .forEach((role, allowed) -> each(ofTenants(), (operation, all) -> {
                    boolean may = operation.scopes().stream().anyMatch(allowed::contains);
                    if (!may) {
                        problem(all, operation, send(operation, tenant.as(role)), 403);
                    } else {
                        all.assertThat(operation.scopes())
                                .as("%s for %s", operation, role)
                                .isNotEmpty();
                    }
                }));
        assertThat(settings.roles().get("manager")).contains(Scopes.CAMPAIGNS_LAUNCH);
        assertThat(settings.roles().get("operator"))
                .contains(Scopes.CAMPAIGNS_WRITE)
                .doesNotContain(Scopes.CAMPAIGNS_LAUNCH);
    }

    @Test
    void whatLetsCallsBeginNeedsMoreThanWriting() {
        List<String> launching = all().stream()
                .filter(operation -> operation.scopes().contains(Scopes.CAMPAIGNS_LAUNCH))
                .map(Operation::toString)
                .toList();
        assertThat(launching)
                .contains(
                        "POST /api/v1/campaigns/{id}/schedule",
                        "POST /api/v1/campaigns/{id}/activate",
                        "POST /api/v1/campaigns/{id}/resume");
        assertThat(all().stream().filter(operation -> launching.contains(operation.toString())))
                .allMatch(operation -> operation.scopes().equals(List.of(Scopes.CAMPAIGNS_LAUNCH)));
    }

    @Test
    void thePlatformsAdministratorsAndTenantsAreApart() {
        Api tenant = Api.newTenant();
        each(all(), (operation, all) -> {
            if (operation.ofPlatform()) {
                all.assertThat(operation.scopes()).as("%s", operation).containsExactly(Scopes.PLATFORM_ADMIN);
                problem(all, operation, send(operation, tenant.withScopes("admin", Scopes.PLATFORM_ADMIN)), 403);
            } else {
                problem(all, operation, send(operation, Api.platform()), 403);
            }
        });
    }

    private static List<Operation> ofTenants() {
        return all().stream().filter(operation -> !operation.ofPlatform()).toList();
    }

    private static Response send(Operation operation, RequestSpecification request) {
        RequestSpecification with =
                operation.takesJson() ? request.body("{}") : operation.hasBody() ? request.body("") : request;
        return operation.send(with, EveryOperationTest.UNKNOWN);
    }

    private static String text(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
