package io.outdial.telephony.twilio;

import io.outdial.kernel.AttemptId;
import io.outdial.telephony.CallBrief;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents that say what happens in a call (TwiML). Every value is escaped; none can close its element. */
final class Twiml {

    static final String TYPE = "text/xml;charset=UTF-8";

    /** Name and value of a parameter of a stream have fewer than 500 characters together. */
    private static final int MAX_PARAMETER = 499;
    /** Headers of a SIP address must fit into one request; what is longer the agent asks for. */
    private static final int MAX_SIP_VALUE = 300;

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>";
    private static final String FOOT = "</Response>";

    private Twiml() {}

    static String hangUp() {
        return HEAD + "<Hangup/>" + FOOT;
    }

    /** @param language BCP 47; null for the provider's default */
    static String say(String text, String language) {
        String tongue = language == null ? "" : " language=\"" + escaped(language) + "\"";
        return HEAD + "<Say" + tongue + ">" + escaped(text) + "</Say><Hangup/>" + FOOT;
    }

    /**
     * Connects the voice agent by audio stream, with all it needs as parameters: {@code attempt_id}, {@code campaign_id},
     * {@code voice_agent_id}, {@code voice}, {@code language}, {@code script_1}, {@code script_2}, … (to be joined), each
     * variable that fits as {@code var_<name>}, the ways to opt out as {@code opt_out_key}, {@code opt_out_phrase_1}, …, and
     * the addresses for brief and report.
     */
    static String stream(String url, AttemptId attempt, CallBrief brief, String briefUrl, String reportUrl) {
        Map<String, String> parameters = common(attempt, brief, briefUrl, reportUrl);
        int part = 1;
        for (int from = 0; from < brief.script().length(); part++) {
            String name = "script_" + part;
            int to = Math.min(brief.script().length(), from + MAX_PARAMETER - name.length());
            if (to < brief.script().length()
                    && Character.isHighSurrogate(brief.script().charAt(to - 1))) {
                to--;
            }
            parameters.put(name, brief.script().substring(from, to));
            from = to;
        }
        List<String> phrases =
                brief.optOut() == null ? List.of() : brief.optOut().phrases();
        for (int i = 0; i < phrases.size(); i++) {
            parameters.put("opt_out_phrase_" + (i + 1), phrases.get(i));
        }
        brief.variables().forEach((name, value) -> parameters.put("var_" + name, value));
        StringBuilder text = new StringBuilder(HEAD)
                .append("<Connect><Stream url=\"")
                .append(escaped(url))
                .append("\">");
        parameters.forEach((name, value) -> {
            if (value != null && name.length() + value.length() <= MAX_PARAMETER) {
                text.append("<Parameter name=\"")
                        .append(escaped(name))
                        .append("\" value=\"")
                        .append(escaped(value))
                        .append("\"/>");
            }
        });
        return text.append("</Stream></Connect>").append(FOOT).toString();
    }

    /** Connects the voice agent by SIP; its INVITE carries ids and addresses as {@code X-} headers, never a person's data. */
    static String dial(String sip, AttemptId attempt, CallBrief brief, String briefUrl, String reportUrl) {
        StringBuilder address = new StringBuilder(sip);
        String[] separator = {"?"};
        common(attempt, brief, briefUrl, reportUrl).forEach((name, value) -> {
            if (value != null && value.length() <= MAX_SIP_VALUE) {
                address.append(separator[0])
                        .append("x-outdial-")
                        .append(name.replace('_', '-'))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
                separator[0] = "&";
            }
        });
        return HEAD + "<Dial><Sip>" + escaped(address.toString()) + "</Sip></Dial>" + FOOT;
    }

    private static Map<String, String> common(AttemptId attempt, CallBrief brief, String briefUrl, String reportUrl) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("attempt_id", attempt.toString());
        parameters.put(
                "campaign_id",
                brief.campaign() == null ? null : brief.campaign().toString());
        parameters.put(
                "voice_agent_id",
                brief.voiceAgentId() == null ? null : brief.voiceAgentId().toString());
        parameters.put("voice", brief.voice());
        parameters.put("language", brief.language());
        parameters.put("transfer_to", brief.transferTo());
        parameters.put(
                "opt_out_key", brief.optOut() == null ? null : brief.optOut().key());
        parameters.put("brief_url", briefUrl);
        parameters.put("report_url", reportUrl);
        return parameters;
    }

    /** XML 1.0: what it cannot hold at all is left out, what would mean something is escaped. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                default -> {
                    boolean allowed = c == 0x9
                            || c == 0xA
                            || c == 0xD
                            || (c >= 0x20 && c <= 0xD7FF)
                            || (c >= 0xE000 && c <= 0xFFFD)
                            || c >= 0x10000;
                    if (allowed) {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }
}
