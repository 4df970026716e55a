package io.outdial.operation;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What can be seen of the native build without its compiler. What Quarkus registers by itself is what signatures of endpoints
 * name and what they hold; everything else that becomes JSON, or is made or found by its name, has to be declared.
 */
class NativeReadinessTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    /** Extensions of Quarkus put these into the image: Flyway, the web bundler, configuration; the demo is dev mode's. */
    private static final List<String> BY_OTHERS =
            List.of("db/migration/", "web/", "META-INF/", "application.properties", "demo/");

    /** Who writes JSON of a type that the call does not show, and which types these are. */
    private static final Map<String, Set<String>> WRITERS = new TreeMap<>(Map.of(
            "io.outdial.webhook.WebhookService$Checks", Set.of("io.outdial.webhook.WebhookBody"),
            "io.outdial.telephony.ConnectionService", Set.of("io.outdial.telephony.ConnectionBody"),
            // A map of texts.
            "io.outdial.telephony.Connections", Set.of(),
            "io.outdial.customer.CustomerService", Set.of("io.outdial.customer.CustomerBody"),
            "io.outdial.campaign.SpecJson", Set.of("io.outdial.campaign.CampaignSpec"),
            "io.outdial.compliance.CallingPolicies", Set.of("io.outdial.compliance.TenantRules"),
            "io.outdial.audience.SavedAudiences", Set.of("io.outdial.audience.Audience"),
            "io.outdial.insight.EventLines",
                    Set.of(
                            "io.outdial.insight.Progress",
                            "io.outdial.insight.QualityView",
                            "io.outdial.insight.Timeline",
                            "io.outdial.insight.NewestCalls$Brief",
                            "io.outdial.insight.EventLines$Stored",
                            "io.outdial.insight.EventLines$Greeting"),
            // The answers of endpoints, which their signatures name.
            "io.outdial.platform.IdempotencyJson", Set.of(),
            "io.outdial.platform.PagedFile", Set.of()));

    static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("io.outdial");

    private static final Set<String> REGISTERED = registered();

    @Test
    void everyResourceIsInTheImage() throws IOException {
        List<String> globs = List.of(
                properties().getProperty("quarkus.native.resources.includes").split(","));
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(RESOURCES::relativize)
                            .filter(file -> BY_OTHERS.stream().noneMatch(file.toString()::startsWith))
                            .filter(file -> globs.stream().noneMatch(glob -> matches(glob, file))))
                    .isEmpty();
        }
        // What the library of phone numbers reads while it runs.
        for (String read : List.of(
                "com/google/i18n/phonenumbers/data/PhoneNumberMetadataProto_SA",
                "com/google/i18n/phonenumbers/timezones/data/map_data")) {
            assertThat(getClass().getClassLoader().getResource(read)).as(read).isNotNull();
            assertThat(globs).as(read).anyMatch(glob -> matches(glob, Path.of(read)));
        }
    }

    @Test
    void whatIsFoundByAServiceFileIsRegistered() throws IOException {
        assertThat(properties().getProperty("quarkus.native.auto-service-loader-registration"))
                .isEqualTo("true");
    }

    @Test
    void noRandomNumbersAreMadeWhileTheImageIsBuilt() throws IOException {
        Matcher arguments =
                Pattern.compile("--initialize-at-run-time=([^<]+)").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(arguments.find()).isTrue();
        List<String> atRunTime = List.of(arguments.group(1).split("\\\\,"));
        atRunTime.stream().filter(name -> name.startsWith("io.outdial.")).forEach(name -> assertThat(
                        MAIN.stream().map(JavaClass::getName))
                .as(name)
                .anyMatch(each -> each.equals(name) || each.startsWith(name + ".")));
        Set<String> early = new TreeSet<>();
        for (JavaClass each : MAIN) {
            for (JavaField field : each.getFields()) {
                boolean held = field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)
                        && (field.getRawType().isAssignableTo(Random.class)
                                || field.getRawType().isAssignableTo(Thread.class)
                                || field.getRawType().getName().equals("java.util.SplittableRandom"));
                if (held
                        && atRunTime.stream()
                                .noneMatch(name -> each.getName().equals(name)
                                        || each.getName().startsWith(name + "."))) {
                    early.add(field.getFullName());
                }
            }
        }
        assertThat(early).isEmpty();
    }

    @Test
    void nothingIsMadeOrCalledByItsName() {
        noClasses()
                .that(resideInAPackage("io.outdial.."))
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .orShould()
                .dependOnClassesThat(assignableTo(Method.class)
                        .or(assignableTo(java.lang.reflect.Constructor.class))
                        .or(assignableTo(Field.class))
                        .or(assignableTo(java.lang.reflect.Proxy.class)))
                .check(MAIN);
        noClasses()
                .that(resideInAPackage("io.outdial.."))
                .should()
                .dependOnClassesThat(assignableTo(java.io.ObjectInputStream.class))
                .check(MAIN);
    }

    @Test
    void everyTypeThatIsReadFromJsonIsRegistered() {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass each : MAIN) {
            for (JavaCodeUnit code : each.getCodeUnits()) {
                if (calls(code, "readValue", "treeToValue", "convertValue", "readerFor", "mapTo", "decodeValue")) {
                    code.getReferencedClassObjects().stream()
                            .map(type -> type.getRawType().getName())
                            .filter(NativeReadinessTest::needsRegistration)
                            .forEach(type -> unknown.add(code.getFullName() + " reads " + type));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyTypeThatIsWrittenAsJsonIsRegistered() {
        Set<String> writers = new TreeSet<>();
        for (JavaClass each : MAIN) {
            for (JavaCodeUnit code : each.getCodeUnits()) {
                if (calls(code, "writeValueAsString", "writeValueAsBytes", "valueToTree", "mapFrom")) {
                    writers.add(each.getName());
                }
            }
        }
        assertThat(writers)
                .as("a class that writes JSON by itself says here of which types, and they are registered")
                .isEqualTo(WRITERS.keySet());
        assertThat(WRITERS.values().stream().flatMap(Set::stream).filter(NativeReadinessTest::needsRegistration))
                .isEmpty();
        assertThat(MAIN.stream().map(JavaClass::getName).toList())
                .containsAll(WRITERS.values().stream().flatMap(Set::stream).toList());
        // They are in a map, which shows nothing of what it holds.
        assertThat(REGISTERED).contains(io.outdial.platform.Problem.FieldError.class.getName());
    }

    @Test
    void whatIsKnownToNeedRegistrationIsNotTakenForRegistered() {
        assertThat(REGISTERED)
                .contains("io.outdial.campaign.CampaignSpec")
                .doesNotContain(getClass().getName());
        assertThat(needsRegistration("io.outdial.platform.Places")).isTrue();
    }

    private static boolean needsRegistration(String type) {
        return type.startsWith("io.outdial.") && !REGISTERED.contains(type);
    }

    private static boolean calls(JavaCodeUnit code, String... names) {
        return code.getMethodCallsFromSelf().stream()
                .filter(call -> List.of(names).contains(call.getName()))
                .anyMatch(call -> call.getTargetOwner().isAssignableTo(ObjectMapper.class)
                        || call.getTargetOwner().getName().startsWith("com.fasterxml.jackson.")
                        || call.getTargetOwner().getName().startsWith("io.vertx.core.json."));
    }

    /** What signatures of endpoints reach, and what says that it is registered. */
    private static Set<String> registered() {
        Set<String> found = new HashSet<>();
        for (JavaClass each : MAIN) {
            if (each.isAnnotatedWith(RegisterForReflection.class)) {
                reach(each.reflect(), found);
            }
            for (JavaMethod method : each.getMethods()) {
                boolean endpoint = method.getAnnotations().stream()
                        .anyMatch(
                                annotation -> annotation.getRawType().isAnnotatedWith(jakarta.ws.rs.HttpMethod.class));
                if (endpoint) {
                    Method reflected = method.reflect();
                    reach(reflected.getGenericReturnType(), found);
                    Arrays.stream(reflected.getGenericParameterTypes()).forEach(type -> reach(type, found));
                }
            }
        }
        return found;
    }

    private static void reach(Type type, Set<String> found) {
        if (type instanceof ParameterizedType parameterized) {
            reach(parameterized.getRawType(), found);
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(each -> reach(each, found));
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(each -> reach(each, found));
        } else if (type instanceof Class<?> raw) {
            Class<?> element = raw.isArray() ? raw.getComponentType() : raw;
            if (element.getName().startsWith("io.outdial.") && found.add(element.getName())) {
                Arrays.stream(element.getDeclaredFields()).forEach(field -> reach(field.getGenericType(), found));
                Arrays.stream(element.getMethods())
                        .filter(method -> method.getParameterCount() == 0)
                        .forEach(method -> reach(method.getGenericReturnType(), found));
                subtypes(element).forEach(each -> reach(each, found));
            }
        }
    }

    private static Set<Class<?>> subtypes(Class<?> type) {
        Set<Class<?>> all = new HashSet<>();
        if (type.isSealed()) {
            all.addAll(List.of(type.getPermittedSubclasses()));
        }
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation instanceof JsonSubTypes declared) {
                all.addAll(Arrays.stream(declared.value())
                        .map(JsonSubTypes.Type::value)
                        .collect(Collectors.toSet()));
            }
        }
        return all;
    }

    private static boolean matches(String glob, Path file) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob.strip()).matches(file);
    }

    private static Properties properties() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(RESOURCES.resolve("application.properties"))) {
            properties.load(in);
        }
        return properties;
    }
}
