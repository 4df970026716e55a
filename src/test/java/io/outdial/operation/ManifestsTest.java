package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.outdial.support.SecondLane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in {@code kubernetes/}, as it is and as the overlays build it. */
@SecondLane
class ManifestsTest {

    private static final Path ROOT = Path.of("kubernetes");
    private static final Path SCHEMAS = Path.of("src/test/resources/kubernetes/schemas.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode ALL_SCHEMAS = schemas();
    private static final JsonSchemaFactory VALIDATORS = JsonSchemaFactory.getInstance(VersionFlag.V7);

    /** Secrets that an operator makes, and their keys; docs/install.md lists them. */
    private static final Map<String, Set<String>> SECRETS = Map.of(
            "outdial-database-owner", Set.of("username", "password"),
            "outdial-database-runtime", Set.of("username", "password"),
            "outdial-oidc", Set.of("client-id", "client-secret"),
            "outdial-encryption", Set.of(),
            "outdial-tls", Set.of());

    static Stream<Path> overlays() throws IOException {
        return Files.list(ROOT.resolve("overlays")).sorted();
    }

    static Stream<Manifest> built() throws IOException {
        return overlays().flatMap(overlay -> Kustomization.build(overlay).stream());
    }

    /** Those that stand for themselves; patches of overlays are parts. */
    static Stream<Manifest> written() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(ROOT.resolve("overlays")))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList()
                    .stream()
                    .flatMap(file -> Manifest.read(file).stream());
        }
    }

    @ParameterizedTest
    @MethodSource({"written", "built"})
    void everyManifestHasOnlyFieldsOfItsSchema(Manifest manifest) {
        assertThat(complaints(manifest.body())).as(manifest.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\": {\"replica\": 2}}",
                "{\"spec\": {\"replicas\": \"two\"}}",
                "{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"image\": \"x\"}]}}}}",
                "{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"name\": \"x\", \"resource\": {}}]}}}}",
            })
    void aMistakeIsFound(String mistake) throws IOException {
        ObjectNode deployment = built().filter(each -> each.kind().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .body();
        JSON.readerForUpdating(deployment).readValue(mistake);
        assertThat(complaints(deployment)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anOverlayIsBuiltAsKubectlBuildsIt(Path overlay) throws IOException, InterruptedException {
        assumeThat(kustomizeVersion()).as("kustomize in kubectl").isGreaterThanOrEqualTo(5);
        Map<String, JsonNode> real = Manifest.parse(overlay, kubectl("kustomize", overlay.toString())).stream()
                .collect(Collectors.toMap(Manifest::id, Manifest::body));
        Map<String, JsonNode> ours =
                Kustomization.build(overlay).stream().collect(Collectors.toMap(Manifest::id, Manifest::body));
        assertThat(ours).isEqualTo(real);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aSelectorFindsThePodsThatItMeansAndNoOthers(Path overlay) {
        List<Manifest> all = Kustomization.build(overlay);
        Function<JsonNode, List<String>> found = selector -> all.stream()
                .filter(each -> !selector.isEmpty() && has(each.pod().at("/metadata/labels"), selector))
                .map(Manifest::kind)
                .toList();
        for (Manifest each : all) {
            switch (each.kind()) {
                case "Deployment" ->
                    assertThat(found.apply(each.at("/spec/selector/matchLabels")))
                            .as(each.toString())
                            .containsExactly("Deployment");
                case "Service" ->
                    assertThat(found.apply(each.at("/spec/selector")))
                            .as(each.toString())
                            .containsExactly("Deployment");
                case "PodDisruptionBudget" ->
                    assertThat(found.apply(each.at("/spec/selector/matchLabels")))
                            .as(each.toString())
                            .containsExactly("Deployment");
                case "ServiceMonitor" ->
                    assertThat(all.stream()
                                    .filter(service -> service.kind().equals("Service"))
                                    .filter(service ->
                                            has(service.at("/metadata/labels"), each.at("/spec/selector/matchLabels"))))
                            .as(each.toString())
                            .hasSize(1);
                case "NetworkPolicy" ->
                    assertThat(each.at("/spec/podSelector/matchLabels"))
                            .as(each.toString())
                            .isNotEmpty();
                default -> {}
            }
        }
        for (Manifest each : all) {
            if (!each.pod().isMissingNode()) {
                assertThat(all.stream()
                                .filter(policy -> policy.kind().equals("NetworkPolicy"))
                                .filter(policy -> has(
                                        each.pod().at("/metadata/labels"), policy.at("/spec/podSelector/matchLabels"))))
                        .as("the network policy of %s", each)
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyNameThatIsReferredToIsThere(Path overlay) {
        List<Manifest> all = Kustomization.build(overlay);
        Set<String> names =
                all.stream().map(each -> each.kind() + "/" + each.name()).collect(Collectors.toSet());
        List<String> dangling = new ArrayList<>();
        for (Manifest each : all) {
            each.body().findValues("configMapRef").forEach(ref -> expect(names, "ConfigMap", ref, dangling));
            each.body().findValues("scaleTargetRef").forEach(ref -> expect(names, "Deployment", ref, dangling));
            each.body().findValues("service").forEach(ref -> expect(names, "Service", ref, dangling));
            each.body().findValuesAsText("serviceAccountName").forEach(name -> {
                if (!names.contains("ServiceAccount/" + name)) {
                    dangling.add(name);
                }
            });
            for (String field : List.of("secretKeyRef", "secretRef", "secret", "passwordSecret")) {
                for (JsonNode ref : each.body().findValues(field)) {
                    String secret = ref.path("name").asText();
                    if (!SECRETS.containsKey(secret)
                            || ref.has("key")
                                    && !SECRETS.get(secret)
                                            .contains(ref.path("key").asText())) {
                        dangling.add(ref.toString());
                    }
                }
            }
            each.body().findValuesAsText("secretName").stream()
                    .filter(name -> !SECRETS.containsKey(name))
                    .forEach(dangling::add);
        }
        assertThat(dangling).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyPortByNameIsOneOfTheContainers(Path overlay) {
        List<Manifest> all = Kustomization.build(overlay);
        Set<String> ports = new TreeSet<>();
        all.forEach(each -> each.pod().findValues("ports").forEach(list -> list.findValuesAsText("name")
                .forEach(ports::add)));
        for (Manifest each : all) {
            List<JsonNode> used = new ArrayList<>(each.body().findValues("targetPort"));
            each.body().findValues("httpGet").forEach(probe -> used.add(probe.get("port")));
            if (each.kind().equals("NetworkPolicy")) {
                used.addAll(each.body().findValues("port"));
            }
            used.stream()
                    .filter(JsonNode::isTextual)
                    .forEach(port -> assertThat(ports).as(each.toString()).contains(port.asText()));
        }
    }

    static Stream<Manifest> makersOfPods() throws IOException {
        return built().filter(each -> !each.pod().isMissingNode());
    }

    @ParameterizedTest
    @MethodSource("makersOfPods")
    void aPodRunsWithoutAnyRights(Manifest manifest) {
        JsonNode pod = manifest.pod().get("spec");
        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
        for (JsonNode container : pod.get("containers")) {
            JsonNode security = container.get("securityContext");
            assertThat(security.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(security.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        }
    }

    @Test
    void onlyTheMigrationKnowsTheOwnerOfTheSchema() throws IOException {
        built().filter(each -> !each.pod().isMissingNode())
                .forEach(each -> assertThat(each.body().toString().contains("outdial-database-owner"))
                        .as(each.toString())
                        .isEqualTo(each.kind().equals("Job")));
    }

    private static void expect(Set<String> names, String kind, JsonNode ref, List<String> dangling) {
        if (ref.isObject() && !names.contains(kind + "/" + ref.path("name").asText())) {
            dangling.add(kind + " " + ref);
        }
    }

    private static boolean has(JsonNode labels, JsonNode selector) {
        return selector.properties().stream().allMatch(pair -> pair.getValue().equals(labels.get(pair.getKey())));
    }

    private static Set<String> complaints(ObjectNode manifest) {
        String type = manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
        JsonNode kind = ALL_SCHEMAS.at("/kinds").get(type);
        if (kind == null) {
            return Set.of("there is no schema of " + type);
        }
        ObjectNode schema = kind.deepCopy();
        schema.set("definitions", ALL_SCHEMAS.get("definitions"));
        return VALIDATORS.getSchema(schema).validate(manifest).stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    private static JsonNode schemas() {
        try {
            return JSON.readTree(Files.readString(SCHEMAS));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The major version; 0 without kubectl. */
    private static int kustomizeVersion() throws InterruptedException {
        try {
            String version = kubectl("version", "--client", "--output=json");
            String kustomize = JSON.readTree(version).path("kustomizeVersion").asText("v0");
            return Integer.parseInt(kustomize.replaceFirst("^v(\\d+).*", "$1"));
        } catch (IOException missing) {
            return 0;
        }
    }

    private static String kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("kubectl", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(() -> "kubectl: " + readQuietly(errors))
                .isZero();
        return answer;
    }

    private static String readQuietly(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
