package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.outdial.support.SecondLane;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every property of ours is in docs/configuration.md with the default that it has, and none is there that does not exist. */
@SecondLane
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\|([^|]*)\\|([^|]+)\\|$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * A row of a table of the page.
     *
     * @param standard the default, without marks; empty when there is none or it is told in words
     */
    private record Row(String standard, String meaning) {}

    @Test
    void everyPropertyIsOnThePageAndThePageHasNoOthers() throws IOException {
        assertThat(page().keySet())
                .containsExactlyInAnyOrderElementsOf(properties().keySet());
    }

    @Test
    void thePageHasTheDefaultsOfTheCode() throws IOException {
        Map<String, Row> page = page();
        Map<String, String> wrong = new TreeMap<>();
        properties().forEach((name, standard) -> {
            Row row = page.get(name);
            if (row != null && !standard.isEmpty() && !row.standard.equals(standard)) {
                wrong.put(name, "is " + standard + " and the page says " + row.standard);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPropertyHasAMeaning() throws IOException {
        page().forEach((name, row) -> assertThat(row.meaning.strip()).as(name).hasSizeGreaterThan(10));
    }

    private static Map<String, Row> page() throws IOException {
        Map<String, Row> page = new LinkedHashMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                assertThat(line).as("only tables of three columns are read").doesNotStartWith("| `outdial.");
                continue;
            }
            String first = null;
            for (MatchResult name : CODE.matcher(row.group(1)).results().toList()) {
                // `.b` beside `a.c` is a.b
                String full = name.group(1);
                if (full.startsWith(".") && first != null) {
                    full = first.substring(0, first.lastIndexOf('.')) + full;
                }
                first = first == null ? full : first;
                if (full.startsWith("outdial.")) {
                    // Where several are named, the first is that of production.
                    Matcher code = CODE.matcher(row.group(2));
                    String standard = code.find() ? code.group(1) : "";
                    assertThat(page.put(full, new Row(standard, row.group(3))))
                            .as("%s is there twice", full)
                            .isNull();
                }
            }
        }
        return page;
    }

    /** Every property by its name, and its default or an empty text. */
    private static Map<String, String> properties() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (JavaClass each : NativeReadinessTest.MAIN) {
            if (each.isAnnotatedWith(ConfigMapping.class)) {
                mapping(each.getAnnotationOfType(ConfigMapping.class).prefix(), each.reflect(), all);
            } else if (each.getConstructors().stream()
                    .anyMatch(one -> one.getParameterAnnotations().stream().anyMatch(list -> list.stream()
                            .anyMatch(annotation -> annotation.getRawType().isEquivalentTo(ConfigProperty.class))))) {
                for (Constructor<?> one : each.reflect().getDeclaredConstructors()) {
                    for (Parameter parameter : one.getParameters()) {
                        ConfigProperty property = parameter.getAnnotation(ConfigProperty.class);
                        if (property != null && property.name().startsWith("outdial.")) {
                            String standard = property.defaultValue();
                            all.put(
                                    property.name(),
                                    standard.equals(ConfigProperty.UNCONFIGURED_VALUE) ? "" : standard);
                        }
                    }
                }
            }
        }
        Properties file = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            file.load(in);
        }
        file.forEach((name, value) -> {
            if (((String) name).startsWith("outdial.") && !((String) name).startsWith("outdial.security.roles.")) {
                all.put((String) name, (String) value);
            }
        });
        return all;
    }

    private static void mapping(String prefix, Class<?> mapping, Map<String, String> all) {
        for (Method method : mapping.getDeclaredMethods()) {
            if (method.isSynthetic() || method.isDefault()) {
                continue;
            }
            WithName given = method.getAnnotation(WithName.class);
            String name = prefix + "."
                    + (given != null
                            ? given.value()
                            : method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT));
            WithDefault standard = method.getAnnotation(WithDefault.class);
            Class<?> type = method.getReturnType();
            if (Map.class.isAssignableFrom(type)) {
                all.put(name + "." + (name.endsWith("roles") ? "<role>" : "<id>"), "");
            } else if (type.isInterface() && type.getName().startsWith("io.outdial.")) {
                mapping(name, type, all);
            } else {
                all.put(name, standard == null ? "" : standard.value());
            }
        }
    }
}
