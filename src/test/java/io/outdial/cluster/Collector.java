package io.outdial.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** An OpenTelemetry collector that keeps what it is sent, over gRPC and over HTTP, both in Protocol Buffers. */
final class Collector implements AutoCloseable {

    private static final String GRPC = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final String HTTP = "/v1/traces";
    /** Of a message of gRPC: whether it is compressed, and its length. */
    private static final int FRAME = 5;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Queue<Taken> spans = new ConcurrentLinkedQueue<>();

    /**
     * @param over {@code grpc} or {@code http/protobuf}
     * @param service that the sender says it is
     * @param parent empty for the first of a trace
     */
    record Taken(
            String over,
            String service,
            String trace,
            String id,
            String parent,
            String name,
            List<String> events,
            Map<String, String> attributes) {

        String replica() {
            return attributes.get("outdial.replica");
        }
    }

    Collector() {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** What a replica is told that sends here. */
    List<String> properties(String protocol) {
        return List.of(
                "-Dquarkus.otel.sdk.disabled=false",
                "-Doutdial.tracing.call-share=1",
                "-Dquarkus.otel.exporter.otlp.protocol=" + protocol,
                "-Dquarkus.otel.exporter.otlp.endpoint=http://localhost:" + server.actualPort());
    }

    Map<String, List<Taken>> traces() {
        return spans.stream().collect(Collectors.groupingBy(Taken::trace));
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            try {
                if (request.path().equals(GRPC)) {
                    keep("grpc", body.getBuffer(FRAME, body.length()));
                    request.response()
                            .putHeader("content-type", "application/grpc")
                            .putTrailer("grpc-status", "0")
                            .end(Buffer.buffer(new byte[FRAME]));
                } else if (request.path().equals(HTTP)) {
                    keep("http/protobuf", body);
                    request.response()
                            .putHeader("content-type", "application/x-protobuf")
                            .end();
                } else {
                    request.response().setStatusCode(404).end();
                }
            } catch (InvalidProtocolBufferException e) {
                request.response().setStatusCode(400).end();
            }
        });
    }

    private void keep(String over, Buffer message) throws InvalidProtocolBufferException {
        ExportTraceServiceRequest.parseFrom(message.getBytes())
                .getResourceSpansList()
                .forEach(resource -> {
                    String service = resource.getResource().getAttributesList().stream()
                            .filter(each -> each.getKey().equals("service.name"))
                            .map(each -> each.getValue().getStringValue())
                            .collect(Collectors.joining());
                    resource.getScopeSpansList().forEach(scope -> scope.getSpansList()
                            .forEach(span -> spans.add(taken(over, service, span))));
                });
    }

    private static Taken taken(String over, String service, Span span) {
        HexFormat hex = HexFormat.of();
        return new Taken(
                over,
                service,
                hex.formatHex(span.getTraceId().toByteArray()),
                hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()),
                span.getName(),
                span.getEventsList().stream().map(Span.Event::getName).toList(),
                span.getAttributesList().stream()
                        .collect(Collectors.toMap(
                                each -> each.getKey(), each -> each.getValue().getStringValue())));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
