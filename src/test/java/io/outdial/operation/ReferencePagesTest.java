package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.audience.Audience;
import io.outdial.campaign.CampaignSpec;
import io.outdial.compliance.Objective;
import io.outdial.content.ScriptDraft;
import io.outdial.content.ScriptsResource;
import io.outdial.content.Variable;
import io.outdial.content.VoiceAgentsResource;
import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Money;
import io.outdial.support.Api;
import io.outdial.tenant.TenantChange;
import io.outdial.tenant.TenantDraft;
import io.outdial.tenant.TenantLimits;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages about documents that people write have every field of the records that read them, with its bounds, and no other. */
@QuarkusTest
class ReferencePagesTest {

    private static final Pattern ROW = Pattern.compile("^\\| \\**`([\\w.\\[\\]]+)`\\** \\|(.*)\\|$");
    private static final Pattern EXAMPLE = Pattern.compile("```json\\R(.*?)```", Pattern.DOTALL);

    private static final Set<String> ADAPTERS = Set.of("vapi", "retell", "twilio", "sip", "http", "simulator");

    /** Have a page or a place of their own. */
    private static final Set<Class<?>> ELSEWHERE = Set.of(Audience.class, Money.class, Variable.class);

    @Test
    void theCampaignsPageHasEveryFieldOfTheDocument() throws IOException {
        assertThat(rows("campaigns.md").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        fields(CampaignSpec.class, "").keySet());
    }

    @Test
    void theCampaignsPageHasTheBoundsOfTheDocument() throws IOException {
        holdsBounds("campaigns.md", fields(CampaignSpec.class, ""));
    }

    @Test
    void theCampaignsPageHasTheWordsOfTheApi() throws IOException {
        String page = page("campaigns.md");
        assertThat(Stream.<Coded[]>of(Objective.values(), Disposition.values()).flatMap(Stream::of))
                .allSatisfy(each -> assertThat(page).contains("`" + each.code() + "`"));
    }

    @Test
    void theExampleOfTheCampaignsPageIsTaken() throws IOException {
        Matcher example = EXAMPLE.matcher(page("campaigns.md"));
        assertThat(example.find()).isTrue();
        Api.newTenant()
                .manager()
                .body(example.group(1))
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201);
    }

    @Test
    void theScriptsPageHasTheFieldsOfWhatIsWritten() throws IOException {
        Map<String, RecordComponent> fields = new LinkedHashMap<>(fields(ScriptDraft.class, ""));
        fields.putAll(fields(Variable.class, ""));
        fields.putAll(fields(ScriptsResource.RenderRequest.class, ""));
        fields.putAll(fields(VoiceAgentsResource.Draft.class, ""));
        assertThat(rows("scripts.md").keySet())
                .filteredOn(name -> !ADAPTERS.contains(name))
                .containsExactlyInAnyOrderElementsOf(fields.keySet());
        holdsBounds("scripts.md", fields);
    }

    @Test
    void theTenantsPageHasTheFieldsOfATenantAndOfItsLimits() throws IOException {
        Map<String, RecordComponent> fields = new LinkedHashMap<>();
        Stream.of(TenantDraft.class, TenantChange.class, TenantLimits.class)
                .forEach(type ->
                        Stream.of(type.getRecordComponents()).forEach(each -> fields.put(each.getName(), each)));
        assertThat(rows("tenants.md").keySet()).containsExactlyInAnyOrderElementsOf(fields.keySet());
    }

    @Test
    void theTenantsPageHasTheLimitsThatATenantGets() throws IOException, ReflectiveOperationException {
        Map<String, String> rows = rows("tenants.md");
        for (RecordComponent limit : TenantLimits.class.getRecordComponents()) {
            Object standard = limit.getAccessor().invoke(TenantLimits.DEFAULT);
            assertThat(rows.get(limit.getName()).split("\\|")[1].strip())
                    .as(limit.getName())
                    .isEqualTo(written(((Integer) standard).longValue()));
        }
        holdsBounds("tenants.md", fields(TenantLimits.class, ""));
    }

    /** Every number of a field's constraints stands in its row. */
    private static void holdsBounds(String page, Map<String, RecordComponent> fields) throws IOException {
        Map<String, String> rows = rows(page);
        List<String> missing = new ArrayList<>();
        fields.forEach((name, field) -> bounds(field).stream()
                .filter(bound -> !Pattern.compile("(?<![\\d,.])" + Pattern.quote(bound) + "(?![\\d])")
                        .matcher(rows.getOrDefault(name, ""))
                        .find())
                .forEach(bound -> missing.add(name + " " + bound)));
        assertThat(missing).isEmpty();
    }

    private static List<String> bounds(RecordComponent field) {
        // Constraints of a component are those of the constructor's parameter.
        List<String> bounds = new ArrayList<>();
        for (Annotation each : parameter(field).getAnnotations()) {
            if (each instanceof Min min) {
                bounds.add(written(min.value()));
            } else if (each instanceof Max max) {
                bounds.add(written(max.value()));
            } else if (each instanceof DecimalMin min) {
                bounds.add(written(min.value()));
            } else if (each instanceof DecimalMax max) {
                bounds.add(written(max.value()));
            } else if (each instanceof Size size && size.max() < Integer.MAX_VALUE) {
                bounds.add(written(size.max()));
            }
        }
        return bounds;
    }

    private static Parameter parameter(RecordComponent field) {
        RecordComponent[] all = field.getDeclaringRecord().getRecordComponents();
        Parameter[] parameters =
                field.getDeclaringRecord().getDeclaredConstructors()[0].getParameters();
        for (int i = 0; i < all.length; i++) {
            if (all[i].getName().equals(field.getName())) {
                return parameters[i];
            }
        }
        throw new IllegalStateException(field.toString());
    }

    private static String written(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String written(String number) {
        return number.contains(".") ? number : written(Long.parseLong(number));
    }

    /** The fields of a record and of the records in it, by their paths; a list's items have {@code []}. */
    private static Map<String, RecordComponent> fields(Class<?> type, String prefix) {
        Map<String, RecordComponent> fields = new LinkedHashMap<>();
        Set<Class<?>> seen = new HashSet<>();
        add(fields, type, prefix, seen);
        return fields;
    }

    private static void add(Map<String, RecordComponent> fields, Class<?> type, String prefix, Set<Class<?>> seen) {
        for (RecordComponent each : type.getRecordComponents()) {
            String name = prefix + each.getName();
            Class<?> inner = inner(each.getGenericType());
            boolean list = Collection.class.isAssignableFrom(each.getType());
            if (!inner.isRecord() || ELSEWHERE.contains(inner)) {
                fields.put(name, each);
            } else if (list) {
                fields.put(name, each);
                if (seen.add(inner)) { // the same form is told once
                    add(fields, inner, name + "[].", seen);
                }
            } else {
                add(fields, inner, name + ".", seen);
            }
        }
    }

    private static Class<?> inner(Type type) {
        if (type instanceof ParameterizedType generic
                && Collection.class.isAssignableFrom((Class<?>) generic.getRawType())) {
            return inner(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    /** The rows of a page's tables by the field that they begin with; a field that several tables have is joined. */
    private static Map<String, String> rows(String page) throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : page(page).split("\n")) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.merge(row.group(1), row.group(2), String::concat);
            }
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("docs", name));
    }
}
