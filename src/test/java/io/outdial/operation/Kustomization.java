package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds what {@code kubectl kustomize} builds, of the little that our files use: whatever else stands in one is refused, and so
 * is a file, a target of a patch or an image that is not there. {@code ManifestsTest} compares it with the real one.
 */
final class Kustomization {

    private static final Set<String> KEYS = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "labels",
            "resources",
            "components",
            "configMapGenerator",
            "images",
            "patches");

    /** By which field the elements of a list are told apart when a patch is laid over it; other lists are replaced. */
    private static final Map<String, String> MERGED_BY =
            Map.of("containers", "name", "env", "name", "volumes", "name", "volumeMounts", "mountPath");

    private final Map<String, Manifest> objects = new LinkedHashMap<>();

    private Kustomization() {}

    static List<Manifest> build(Path folder) {
        Kustomization all = new Kustomization();
        all.add(folder);
        return List.copyOf(all.objects.values());
    }

    private void add(Path folder) {
        Path file = folder.resolve("kustomization.yaml");
        List<Manifest> read = Manifest.read(file);
        assertThat(read).as(file.toString()).hasSize(1);
        JsonNode own = read.get(0).body();
        own.fieldNames()
                .forEachRemaining(key -> assertThat(KEYS).as(file.toString()).contains(key));
        own.path("resources").forEach(each -> resource(folder.resolve(each.asText())));
        own.path("configMapGenerator").forEach(each -> generate(folder, each));
        own.path("components").forEach(each -> add(folder.resolve(each.asText()).normalize()));
        own.path("patches").forEach(each -> patch(folder, each));
        own.path("labels").forEach(this::label);
        own.path("images").forEach(each -> image(file, each));
        if (own.has("namespace")) {
            objects.values().forEach(each -> metadata(each).set("namespace", own.get("namespace")));
        }
    }

    private void resource(Path path) {
        if (Files.isDirectory(path)) {
            add(path.normalize());
        } else {
            Manifest.read(path).forEach(this::put);
        }
    }

    private void put(Manifest manifest) {
        assertThat(objects.putIfAbsent(manifest.id(), manifest))
                .as("%s is there twice", manifest)
                .isNull();
    }

    private void generate(Path folder, JsonNode generator) {
        assertThat(generator.at("/options/disableNameSuffixHash").asBoolean()).isTrue();
        Manifest made =
                Manifest.parse(folder, "apiVersion: v1\nkind: ConfigMap").get(0);
        metadata(made).set("name", generator.get("name"));
        metadata(made).set("labels", generator.at("/options/labels"));
        ObjectNode data = made.body().putObject("data");
        for (JsonNode each : generator.get("files")) {
            Path file = folder.resolve(each.asText());
            try {
                data.put(file.getFileName().toString(), Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        put(made);
    }

    private void patch(Path folder, JsonNode patch) {
        assertThat(patch.size()).isEqualTo(1);
        for (Manifest change : Manifest.read(folder.resolve(patch.get("path").asText()))) {
            Manifest target = objects.get(change.id());
            assertThat(target).as("what %s changes", change).isNotNull();
            boolean ours = target.type().startsWith("postgresql.cnpg.io")
                    || target.type().startsWith("monitoring.");
            merge(target.body(), change.body(), ours);
        }
    }

    /** @param asJson whether lists are replaced whole, as they are for kinds that the cluster learnt */
    private static void merge(ObjectNode into, ObjectNode change, boolean asJson) {
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            JsonNode old = into.get(field.getKey());
            JsonNode wanted = field.getValue();
            String key = asJson ? null : MERGED_BY.get(field.getKey());
            if (wanted.isNull()) {
                into.remove(field.getKey());
            } else if (old instanceof ObjectNode object && wanted instanceof ObjectNode changes) {
                merge(object, changes, asJson);
            } else if (key != null && old instanceof ArrayNode array) {
                wanted.forEach(each -> merge(array, key, (ObjectNode) each));
            } else {
                into.set(field.getKey(), wanted);
            }
        }
    }

    private static void merge(ArrayNode into, String key, ObjectNode change) {
        for (JsonNode each : into) {
            if (each.path(key).equals(change.get(key))) {
                merge((ObjectNode) each, change, false);
                return;
            }
        }
        into.add(change);
    }

    private void label(JsonNode label) {
        assertThat(label.size()).as("labels that change selectors").isEqualTo(1);
        ObjectNode pairs = (ObjectNode) label.get("pairs");
        for (Manifest each : objects.values()) {
            ObjectNode labels = metadata(each).withObject("/labels");
            pairs.properties().forEach(pair -> labels.set(pair.getKey(), pair.getValue()));
        }
    }

    private void image(Path file, JsonNode image) {
        int found = 0;
        for (Manifest each : new ArrayList<>(objects.values())) {
            Iterator<JsonNode> containers = each.pod().at("/spec/containers").iterator();
            while (containers.hasNext()) {
                ObjectNode container = (ObjectNode) containers.next();
                if (container.path("image").equals(image.get("name"))) {
                    container.put(
                            "image",
                            image.get("newName").asText() + ":"
                                    + image.get("newTag").asText());
                    found++;
                }
            }
        }
        assertThat(found)
                .as("containers of image %s, which %s sets", image, file)
                .isPositive();
    }

    private static ObjectNode metadata(Manifest manifest) {
        return manifest.body().withObject("/metadata");
    }
}
