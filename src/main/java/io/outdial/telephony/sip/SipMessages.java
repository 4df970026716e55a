package io.outdial.telephony.sip;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.parser.ParserFactory;
import io.outdial.telephony.sip.decide.Dialog;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.StringJoiner;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.AddressFactory;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Makes messages and reads them. What it cannot make is a mistake of ours and fails loudly. */
final class SipMessages {

    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO";

    private static final AddressFactory ADDRESSES = new AddressFactoryImpl();
    private static final HeaderFactory HEADERS = new HeaderFactoryImpl();
    private static final MessageFactory MESSAGES = new MessageFactoryImpl();
    private static final int MAX_FORWARDS = 70;

    private SipMessages() {}

    /** Where we are, as others are told. */
    record Here(String address, int port, String transport) {

        String host() {
            return address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
        }

        String contact() {
            return "<sip:outdial@" + host() + ":" + port + ";transport=" + transport + ">";
        }
    }

    private interface Making<T> {
        T make() throws ParseException, InvalidArgumentException, SipException;
    }

    private static <T> T made(Making<T> making) {
        try {
            return making.make();
        } catch (ParseException | InvalidArgumentException | SipException e) {
            throw new IllegalStateException("a message could not be made: " + e.getMessage(), e);
        }
    }

    /** A request of a dialog, or one that is to make it when it has no remote tag yet. */
    static Request request(String method, Dialog dialog, Here here, String branch) {
        return made(() -> {
            FromHeader from =
                    HEADERS.createFromHeader(ADDRESSES.createAddress("<" + dialog.localUri() + ">"), dialog.localTag());
            ToHeader to =
                    HEADERS.createToHeader(ADDRESSES.createAddress("<" + dialog.remoteUri() + ">"), dialog.remoteTag());
            ViaHeader via = HEADERS.createViaHeader(here.host(), here.port(), here.transport(), branch);
            via.setRPort();
            Request request = MESSAGES.createRequest(
                    ADDRESSES.createURI(dialog.remoteTarget()),
                    method,
                    HEADERS.createCallIdHeader(dialog.callId()),
                    HEADERS.createCSeqHeader(dialog.cseq(), method),
                    from,
                    to,
                    new ArrayList<>(List.of(via)),
                    HEADERS.createMaxForwardsHeader(MAX_FORWARDS));
            for (String route : dialog.routes()) {
                request.addLast(HEADERS.createRouteHeader(ADDRESSES.createAddress(route)));
            }
            request.setHeader(HEADERS.createHeader("User-Agent", "Outdial"));
            return request;
        });
    }

    /** @param value checked by its maker */
    static void set(Message message, String name, String value) {
        made(() -> {
            message.setHeader(
                    ParserFactory.createParser(name + ": " + value + "\n").parse()); // a list is one header
            return null;
        });
    }

    static void body(Message message, String sdp) {
        if (sdp != null) {
            made(() -> {
                ContentTypeHeader type = HEADERS.createContentTypeHeader("application", "sdp");
                message.setContent(sdp.getBytes(StandardCharsets.UTF_8), type);
                return null;
            });
        }
    }

    static Response response(int status, Request request, String localTag) {
        return made(() -> {
            Response response = MESSAGES.createResponse(status, request);
            ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
            if (to.getTag() == null && localTag != null) {
                to.setTag(localTag);
            }
            return response;
        });
    }

    /** The description in a message; null when it carries none. */
    static String sdp(Message message) {
        byte[] raw = message.getRawContent();
        Header type = message.getHeader(ContentTypeHeader.NAME);
        return raw == null
                        || raw.length == 0
                        || !(type instanceof ContentTypeHeader content)
                        || !content.getContentSubType().equalsIgnoreCase("sdp")
                ? null
                : new String(raw, StandardCharsets.UTF_8);
    }

    /** A header's value as it was sent, all of them where it stands several times; null without one. */
    static String value(Message message, String name) {
        StringJoiner values = new StringJoiner(", ");
        Iterator<?> each = message.getHeaders(name);
        while (each.hasNext()) {
            String line = each.next().toString().strip();
            values.add(line.substring(line.indexOf(':') + 1).strip());
        }
        return values.length() == 0 ? null : values.toString();
    }

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    static String fromTag(Message message) {
        return ((FromHeader) message.getHeader(FromHeader.NAME)).getTag();
    }

    static String toTag(Message message) {
        return ((ToHeader) message.getHeader(ToHeader.NAME)).getTag();
    }

    static long cseq(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    static String method(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getMethod();
    }

    /** The address that the sender wants to be reached at from now on; null when it names none. */
    static String contact(Message message) {
        return message.getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                ? contact.getAddress().getURI().toString()
                : null;
    }

    /** The dialog that a success to our INVITE makes (RFC 3261 section 12.1.2). */
    static Dialog dialog(Response success, String localUri, String remoteUri, String fallbackTarget) {
        List<String> routes = new ArrayList<>();
        ListIterator<?> recorded = success.getHeaders(RecordRouteHeader.NAME);
        while (recorded.hasNext()) {
            RecordRouteHeader each = (RecordRouteHeader) recorded.next();
            routes.add(0, "<" + each.getAddress().getURI() + ">");
        }
        String contact = contact(success);
        return new Dialog(
                callId(success),
                fromTag(success),
                toTag(success),
                localUri,
                remoteUri,
                contact == null ? fallbackTarget : contact,
                routes,
                cseq(success));
    }

    /** The URI that the next request of a dialog goes to first. */
    static javax.sip.address.SipURI nextUri(Dialog dialog) {
        return made(() -> {
            String text = dialog.routes().isEmpty()
                    ? dialog.remoteTarget()
                    : dialog.routes().get(0);
            javax.sip.address.URI uri = ADDRESSES.createAddress(text).getURI();
            return uri instanceof javax.sip.address.SipURI sip ? sip : null;
        });
    }

    static Iterator<?> headers(Message message, String name) {
        return message.getHeaders(name);
    }

    static String fromUri(Message message) {
        return ((FromHeader) message.getHeader(FromHeader.NAME))
                .getAddress()
                .getURI()
                .toString();
    }

    static String toUri(Message message) {
        return ((ToHeader) message.getHeader(ToHeader.NAME))
                .getAddress()
                .getURI()
                .toString();
    }
}
