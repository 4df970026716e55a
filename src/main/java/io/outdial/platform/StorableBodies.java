package io.outdial.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Every text and every name in the JSON of a request is {@link Storable}, wherever it stands: no field has to say so. Files are
 * streams, which say it by the line. What providers send passes by: half a character in what a person said is no reason not to
 * know how their call ended.
 */
@Provider
public class StorableBodies implements ReaderInterceptor {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        if (body.getType() != InputStream.class) {
            byte[] bytes = body.getInputStream().readAllBytes();
            if (bytes.length > 0) {
                if (mayHoldOthers(bytes)) {
                    require(bytes);
                }
                body.setInputStream(new ByteArrayInputStream(bytes));
            }
        }
        return body.proceed();
    }

    /** What is no ASCII or is escaped; most bodies hold neither and are read once. */
    private static boolean mayHoldOthers(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0 || each == '\\') {
                return true;
            }
        }
        return false;
    }

    private static void require(byte[] bytes) {
        try (JsonParser in = JSON.createParser(bytes)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.FIELD_NAME && !Storable.is(in.currentName())) {
                    throw refused(in.getParsingContext().getParent()); // the name itself cannot be said
                }
                if (token == JsonToken.VALUE_STRING && !Storable.is(in.getText())) {
                    throw refused(in.getParsingContext());
                }
            }
        } catch (IOException unreadable) {
            // whoever reads it says why
        }
    }

    private static Problem refused(JsonStreamContext place) {
        return Problem.invalid(place.pathAsPointer().toString(), "bad_character", Storable.REFUSAL + ".");
    }
}
