package io.outdial.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DialStatementsTest {

    private static final Pattern VARIABLE = Pattern.compile("(?<!:):([a-z]+)");
    private static final List<String> FROM_THE_CLAIM = List.of("attempts", "campaigns", "customers", "phones");

    @Test
    void everyParameterOfTheServicesStatementsHasAValue() {
        List<String> given = DialStatements.variables("t", "c", 2).stream()
                .filter(each -> each.contains("="))
                .map(each -> each.substring(0, each.indexOf('=')))
                .collect(Collectors.toList());
        given.addAll(FROM_THE_CLAIM);

        Matcher used = VARIABLE.matcher(DialStatements.script());

        assertThat(used.results().map(match -> match.group(1)).distinct()).isSubsetOf(given);
    }
}
