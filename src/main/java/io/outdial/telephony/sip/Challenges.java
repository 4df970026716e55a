package io.outdial.telephony.sip;

import io.outdial.telephony.sip.decide.Digest;
import io.outdial.telephony.sip.decide.Digest.Challenge;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Response;

/** Answers to 401 and 407: a fresh cnonce for each, and a count for each nonce. */
final class Challenges {

    private static final int MOST_NONCES = 10_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Map<String, Integer> COUNTS = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_NONCES;
        }
    };

    private Challenges() {}

    /**
     * Headers that answer every challenge of a response, by name; empty when one of them cannot be answered.
     *
     * @param uri of the request, as it stands in its first line
     */
    static Map<String, String> answers(Response response, String method, String uri, String user, String password) {
        Map<String, String> headers = new LinkedHashMap<>();
        answer(response, WWWAuthenticateHeader.NAME, "Authorization", method, uri, user, password, headers);
        answer(response, ProxyAuthenticateHeader.NAME, "Proxy-Authorization", method, uri, user, password, headers);
        return headers;
    }

    private static void answer(
            Response response,
            String asks,
            String answers,
            String method,
            String uri,
            String user,
            String password,
            Map<String, String> headers) {
        List<Challenge> offered = new ArrayList<>();
        Iterator<?> each = SipMessages.headers(response, asks);
        while (each.hasNext()) {
            WWWAuthenticateHeader header = (WWWAuthenticateHeader) each.next();
            offered.add(new Challenge(
                    header.getRealm(),
                    header.getNonce(),
                    header.getAlgorithm(),
                    header.getQop(),
                    header.getOpaque(),
                    header.isStale()));
        }
        Optional<Challenge> best = Digest.best(offered);
        best.ifPresent(challenge -> headers.put(
                answers, Digest.answer(challenge, user, password, method, uri, cnonce(), count(challenge.nonce()))));
    }

    private static String cnonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int count(String nonce) {
        synchronized (COUNTS) {
            return COUNTS.merge(nonce, 1, Integer::sum);
        }
    }
}
