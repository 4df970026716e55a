package io.outdial.platform;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** What is known of a request's body without reading it. */
final class RequestBody {

    private static final long NO_ERROR = 0;

    private RequestBody() {}

    /**
     * Whether a body, or more of it, may still come. HTTP/1.1 says in the head that there is one; over HTTP/2 there is one until
     * the other side has ended its half of the stream (RFC 9113, section 8.1). To be asked on the request's event loop.
     */
    static boolean mayCome(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            Http2Stream stream = stream(request);
            return stream != null && stream.state().remoteSideOpen();
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean has = length != null && !length.equals("0") || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        return has && !request.isEnded();
    }

    /** Takes nothing more of an answered request. Other requests of the same HTTP/2 connection, which may be a proxy's, go on. */
    static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }

    /** Null once it is closed, alone or with its connection. */
    private static Http2Stream stream(HttpServerRequest request) {
        Http2ConnectionHandler connection =
                ((ConnectionBase) request.connection()).channel().pipeline().get(Http2ConnectionHandler.class);
        return connection == null
                ? null
                : connection.connection().stream(request.response().streamId());
    }
}
