package io.outdial.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.platform.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final Map<String, Object> FACTS = Map.of(
            "name", "Sara bint Ali",
            "neighborhoods", List.of("mlaqa", "taadhi"),
            "city", "",
            "time_zone", "Asia/Riyadh",
            "attributes", Map.of("property_value", 500000, "car", Map.of("year", 2020), "car.loan", "yes"));

    @Test
    void placeholdersAreReplacedOnce() {
        Template template = Template.parse("Hello {{ name }}, {{area}} and {{name}} {alone}");
        assertThat(template.variables()).containsExactly("name", "area");
        assertThat(template.render(Map.of("name", "{{area}}", "area", "Mlaqa")))
                .isEqualTo("Hello {{area}}, Mlaqa and {{area}} {alone}");
        assertThat(template.render(Map.of())).isEqualTo("Hello ,  and  {alone}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{a", "a}}", "{{}}", "{{a b}}", "{{a{{b}}", "{{1a}}", "{{a}}}}", " ", "a\0b"})
    void aTemplateThatDoesNotPairIsRefused(String text) {
        assertThatThrownBy(() -> Template.parse(text)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.errors().get(0).pointer())
                .isEqualTo("/template"));
    }

    @ParameterizedTest
    @CsvSource({
        "first_name, Sara",
        "firstName, Sara",
        "last_name, Ali",
        "neighborhoods[0], mlaqa",
        "neighborhoods[1], taadhi",
        "neighborhoods[2], other",
        "neighborhoods, 'mlaqa, taadhi'",
        "neighborhoods[x], other",
        "city, other",
        "nothing.at.all, other",
        "timeZone, Asia/Riyadh",
        "property_value, 500000",
        "attributes.property_value, 500000",
        "car.year, 2020",
        "car.loan, yes",
        "car, other",
    })
    void aValueIsTheCustomersOrTheFallback(String from, String expected) {
        assertThat(Personalization.values(Map.of("v", new Variable(from, "other")), FACTS))
                .containsExactly(Map.entry("v", expected));
    }

    @Test
    void aVariableWithNeitherIsLeftOut() {
        assertThat(Personalization.values(Map.of("v", new Variable("city", null)), FACTS))
                .isEmpty();
    }
}
