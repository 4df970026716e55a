package io.outdial.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One object for Kubernetes.
 *
 * @param origin file that it was read from
 */
record Manifest(Path origin, ObjectNode body) {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build());

    /** Every object in a file, which is YAML or JSON. */
    static List<Manifest> read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static List<Manifest> parse(Path origin, String text) {
        List<Manifest> found = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNext()) {
                JsonNode next = documents.next();
                if (next instanceof ObjectNode object) {
                    found.add(new Manifest(origin, object));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(origin.toString(), e);
        }
        return found;
    }

    String kind() {
        return body.path("kind").asText();
    }

    String name() {
        return body.at("/metadata/name").asText();
    }

    /** As the schemas call it: {@code apps/v1/Deployment}. */
    String type() {
        return body.path("apiVersion").asText() + "/" + kind();
    }

    String id() {
        return type() + " " + name();
    }

    JsonNode at(String pointer) {
        return body.at(pointer);
    }

    /** The pods that it makes; missing when it makes none. */
    JsonNode pod() {
        return body.at("/spec/template");
    }

    @Override
    public String toString() {
        return id() + " of " + origin;
    }
}
