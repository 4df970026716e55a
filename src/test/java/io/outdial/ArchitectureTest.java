package io.outdial;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.groups.UniAwait;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of rooms in ARCHITECTURE.md. A room that is not built yet has its row already. */
class ArchitectureTest {

    private static final String ROOT = "io.outdial.";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("io.outdial");

    private static final ArchRule DECLARED = methods()
            .that(DescribedPredicate.describe("are endpoints", ArchitectureTest::isEndpoint))
            .should(declareTheirPermission());

    /** Files are read and written on a worker's thread, and who stops the application has one that waits. */
    private static final Set<String> MAY_WAIT = Set.of(
            "CustomerImporter",
            "ImportPipeline",
            "DoNotCallImport",
            "ListImport",
            "PagedFile",
            "ExportResource",
            "TargetExportResource",
            "CallExportResource",
            "Drain");

    /** Room to the rooms it may import, itself left out. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("kernel", Set.of()),
            entry("platform", Set.of("kernel")),
            entry("tenant", Set.of("kernel", "platform")),
            entry("webhook", Set.of("kernel", "platform")),
            entry("customer", Set.of("kernel", "platform", "tenant", "webhook")),
            entry("audience", Set.of("kernel", "platform", "tenant", "customer", "compliance")),
            entry("content", Set.of("kernel", "platform", "tenant")),
            entry("compliance", Set.of("kernel", "platform", "tenant", "customer", "webhook")),
            entry("telephony", Set.of("kernel", "platform")),
            entry(
                    "campaign",
                    Set.of("kernel", "platform", "tenant", "customer", "audience", "content", "compliance", "webhook")),
            entry(
                    "dialer",
                    Set.of(
                            "kernel",
                            "platform",
                            "tenant",
                            "customer",
                            "content",
                            "compliance",
                            "telephony",
                            "campaign",
                            "webhook")),
            entry("insight", Set.of("kernel", "platform", "tenant", "customer", "campaign", "dialer")),
            entry("audit", Set.of("kernel", "platform")),
            entry("console", Set.of()),
            // Dev mode's servers and the demo may use any room; no room may use them.
            entry(
                    "dev",
                    Set.of(
                            "kernel",
                            "platform",
                            "tenant",
                            "customer",
                            "audience",
                            "content",
                            "compliance",
                            "telephony",
                            "campaign",
                            "dialer",
                            "insight",
                            "webhook")));

    static Stream<String> rooms() {
        return MAY_IMPORT.keySet().stream().sorted();
    }

    @Test
    void theClassesWereFound() {
        assertThat(MAIN.size()).isGreaterThan(40);
    }

    @Test
    void everyRoomHasARowInTheTable() {
        Set<String> found = new TreeSet<>();
        MAIN.forEach(type -> found.add(room(type)));
        found.remove("");
        assertThat(MAY_IMPORT.keySet()).containsAll(found);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomImportsOnlyWhatItsRowAllows(String room) {
        Set<String> allowed = MAY_IMPORT.get(room);
        noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are in a room other than " + new TreeSet<>(allowed),
                        type -> isOurs(type) && !room(type).equals(room) && !allowed.contains(room(type))))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void theKernelImportsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage(ROOT + "kernel..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT + "kernel.."))
                .check(MAIN);
    }

    @Test
    void decisionsKnowNeitherIoNorTheFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("io.outdial..query..", "io.outdial..rules..", "io.outdial..decide..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.smallrye..", "io.vertx..", "jakarta..", "io.quarkus..", "java.sql.."))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.outdial.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void adaptersAreKnownOnlyToTheirOwnRoom() {
        noClasses()
                .that(resideOutsideOfPackages(ROOT + "telephony..", ROOT + "dev.."))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "telephony.*.."))
                .check(MAIN);
    }

    @Test
    void everyEndpointDeclaresItsPermission() {
        DECLARED.check(MAIN);
    }

    @Test
    void anEndpointThatForgotItsPermissionIsRefused() {
        assertThat(DECLARED.evaluate(new ClassFileImporter().importClasses(Forgetful.class))
                        .getFailureReport()
                        .getDetails())
                .singleElement()
                .asString()
                .contains("forgot");
    }

    /** What the rule is tried on; nobody calls it. */
    static class Forgetful {

        @GET
        @RolesAllowed("campaigns:read")
        void declared() {}

        @GET
        void forgot() {}
    }

    /**
     * Of another type the framework reads what it likes, and cannot say which parameter it could not read. What it takes an absent
     * primitive for is no word of it.
     */
    @Test
    void everyQueryParameterIsATextOrReadByQueryValues() {
        Set<String> read = Set.of(
                String.class.getName(),
                Optional.class.getName(),
                List.class.getName(),
                Integer.class.getName(),
                Boolean.class.getName());
        List<String> other = new ArrayList<>();
        int seen = 0;
        for (JavaClass type : MAIN) {
            for (JavaField field : type.getFields()) {
                if (field.isAnnotatedWith(RestQuery.class)) {
                    seen++;
                    if (!read.contains(field.getRawType().getName())) {
                        other.add(field.getFullName());
                    }
                }
            }
            for (JavaMethod method : type.getMethods()) {
                for (JavaParameter parameter : method.getParameters()) {
                    if (parameter.isAnnotatedWith(RestQuery.class)) {
                        seen++;
                        String name = parameter.getRawType().getName();
                        boolean primitive = name.equals("int") || name.equals("boolean");
                        if (!read.contains(name) && !(primitive && parameter.isAnnotatedWith(DefaultValue.class))) {
                            other.add(method.getFullName() + ", parameter " + parameter.getIndex());
                        }
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(20);
        assertThat(other).isEmpty();
    }

    @Test
    void onlyWhatRunsOnAThreadThatMayWaitWaits() {
        noClasses()
                .that(DescribedPredicate.describe("run on event loops", ArchitectureTest::mayNotWait))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(UniAwait.class)
                .check(MAIN);
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("the thread sleeps", ArchitectureTest::sleeps))
                .check(MAIN);
    }

    private static boolean isEndpoint(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
    }

    /** A scope; or, outside the API, that somebody is logged in; or, in dev mode alone, nothing. */
    private static ArchCondition<JavaMethod> declareTheirPermission() {
        return new ArchCondition<>("declare their permission") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean declared = isAnnotated(method, RolesAllowed.class)
                        || (method.getOwner().getSimpleName().equals("SessionResource")
                                && isAnnotated(method, Authenticated.class))
                        || (room(method.getOwner()).equals("dev") && isAnnotated(method, PermitAll.class));
                events.add(
                        new SimpleConditionEvent(method, declared, method.getFullName() + " declares no permission"));
            }
        };
    }

    private static boolean isAnnotated(JavaMethod method, Class<? extends Annotation> annotation) {
        return method.isAnnotatedWith(annotation) || method.getOwner().isAnnotatedWith(annotation);
    }

    private static boolean mayNotWait(JavaClass type) {
        String outermost = type.getName().replaceFirst("\\$.*", "");
        return !room(type).equals("dev") && !MAY_WAIT.contains(outermost.substring(outermost.lastIndexOf('.') + 1));
    }

    private static boolean sleeps(JavaAccess<?> call) {
        JavaClass owner = call.getTargetOwner();
        return call.getTarget().getName().equals("sleep")
                && (owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    /** The room's name; empty for the root package and for everybody else's classes. */
    private static String room(JavaClass type) {
        if (!isOurs(type)) {
            return "";
        }
        String path = type.getPackageName().substring(ROOT.length());
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }
}
