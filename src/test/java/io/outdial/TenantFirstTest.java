package io.outdial;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AcrossTenants;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who reads or writes rows says whose: the tenant leads every method of a store. */
class TenantFirstTest {

    private static final ArchRule TENANT_FIRST = methods()
            .that(DescribedPredicate.describe("other rooms or classes can call on a store", TenantFirstTest::isStores))
            .should(takeTheTenantFirst())
            .allowEmptyShould(true);

    @Test
    void everyStoreMethodTakesTheTenantFirst() {
        TENANT_FIRST.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages("io.outdial"));
    }

    @Test
    void theRuleRefusesAMethodThatForgotTheTenant() {
        List<String> refused = TENANT_FIRST
                .evaluate(new ClassFileImporter().importClasses(ForgetfulStore.class))
                .getFailureReport()
                .getDetails();
        assertThat(refused)
                .hasSize(2)
                .anyMatch(line -> line.contains("forgot"))
                .anyMatch(line -> line.contains("late"));
    }

    private static boolean isStores(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return owner.getSimpleName().endsWith("Store")
                && !owner.getPackageName().startsWith("io.outdial.kernel")
                && !owner.getPackageName().startsWith("io.outdial.platform")
                && !method.getModifiers().contains(JavaModifier.PRIVATE)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !method.isAnnotatedWith(AcrossTenants.class)
                && !owner.isAnnotatedWith(AcrossTenants.class);
    }

    private static ArchCondition<JavaMethod> takeTheTenantFirst() {
        return new ArchCondition<>("take the tenant first (after the connection, if any)") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                List<JavaClass> parameters = method.getRawParameterTypes();
                int place = !parameters.isEmpty() && parameters.get(0).isEquivalentTo(SqlConnection.class) ? 1 : 0;
                boolean holds =
                        parameters.size() > place && parameters.get(place).isEquivalentTo(TenantId.class);
                events.add(new SimpleConditionEvent(
                        method, holds, method.getFullName() + " does not take the tenant first"));
            }
        };
    }

    /** What the rule is tried on; its methods are never called. */
    static class ForgetfulStore {

        Uni<Void> good(TenantId tenant, String name) {
            return Uni.createFrom().voidItem();
        }

        Uni<Void> alsoGood(SqlConnection connection, TenantId tenant) {
            return Uni.createFrom().voidItem();
        }

        @AcrossTenants("to try the exception")
        Uni<Void> excused() {
            return Uni.createFrom().voidItem();
        }

        Uni<Void> forgot(String name) {
            return Uni.createFrom().voidItem();
        }

        Uni<Void> late(String name, TenantId tenant) {
            return Uni.createFrom().voidItem();
        }
    }
}
