package io.outdial.e2e;

import java.time.Duration;

/**
 * Pieces of sipp's scenario language that scenarios are put together from. Labels are numbers: 1 to 9 belong to single pieces
 * of the main line, 50 and up to what is common to all.
 */
final class SippXml {

    private static final String ECHO = """
            [last_Via:]
            [last_From:]
            [last_To:]%s
            [last_Call-ID:]
            [last_CSeq:]
            """;
    /** What makes the dialog's other half; [call_number] counts the calls of this sipp. */
    private static final String TAG = ";tag=[pid]sipp[call_number]";

    private static final String CONTACT = "Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>\n";

    private static final String SDP = """
            v=0
            o=sipp 53655765 2353687637 IN IP[local_ip_type] [local_ip]
            s=-
            c=IN IP[media_ip_type] [media_ip]
            t=0 0
            m=audio [media_port] RTP/AVP 0
            a=rtpmap:0 PCMU/8000
            a=%s
            """;

    static final String RINGING = response(180, "Ringing", TAG, CONTACT, "", false);
    static final String OK = response(200, "OK", TAG, CONTACT, SDP.formatted("sendrecv"), true);
    static final String ACK = recv("ACK");

    /** Hangs up: the roles of From and To are the other way round, to the other side's contact. */
    static final String BYE = send("""
            BYE [next_url] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From:[$callee]%s
            To:[$caller]
            Call-ID: [call_id]
            CSeq: 1 BYE
            Max-Forwards: 70
            Content-Length: 0
            """.formatted(TAG), true) + "<recv response=\"200\"/>";

    /** A caller that answers a challenge (-au, -ap) and hangs up as soon as it is in the call. */
    static final String CALLER_WITH_PASSWORD = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <scenario name="caller with a password">
            %s
            <recv response="407" auth="true"/>
            %s
            %s
            <recv response="180" optional="true"/>
            <recv response="200"/>
            %s
            %s
            <recv response="200"/>
            </scenario>
            """.formatted(
                    request("INVITE", 1, "", "", SDP.formatted("sendrecv")),
                    request("ACK", 1, "[peer_tag_param]", "", ""),
                    request("INVITE", 2, "", "[authentication]\n", SDP.formatted("sendrecv")),
                    request("ACK", 2, "[peer_tag_param]", "", ""),
                    request("BYE", 3, "[peer_tag_param]", "", ""));

    private SippXml() {}

    /** The whole: a call begins with INVITE; OPTIONS alone is answered. */
    static String scenario(String name, String afterInvite) {
        return """
                <?xml version="1.0" encoding="ISO-8859-1"?>
                <scenario name="%s">
                <recv request="OPTIONS" optional="true" next="90"/>
                <recv request="INVITE" rrs="true"><action>
                  <ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>
                  <ereg regexp=".*" search_in="hdr" header="To:" assign_to="callee"/>
                  <ereg regexp="sip:[^@]*([0-9])@" search_in="msg" check_it="false" assign_to="whole,digit"/>
                </action></recv>
                %s
                <nop next="99"/>
                <label id="90"/>
                %s
                <label id="99"/>
                <Reference variables="caller,callee,whole,digit"/>
                </scenario>
                """.formatted(
                        name,
                        afterInvite,
                        response(
                                200,
                                "OK",
                                TAG,
                                "Accept: application/sdp\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS\n",
                                "",
                                false));
    }

    static String recv(String method) {
        return "<recv request=\"" + method + "\"/>\n";
    }

    /** In a call until the other side hangs up. */
    static String talk() {
        return talk(50, "");
    }

    /** In a call until the other side hangs up (the scenario ends) or nothing happened for so long (it goes on). */
    static String talk(Duration quiet) {
        // The clock is that of the first of the messages that may come.
        return talk(60, "timeout=\"%d\" ontimeout=\"68\"".formatted(quiet.toMillis()));
    }

    /** Takes new offers; a BYE is answered and ends the scenario. */
    private static String talk(int label, String patience) {
        String acceptable = "<ereg regexp=\"a=inactive\" search_in=\"msg\" check_it=\"false\" assign_to=\"inactive\"/>";
        return """
                <label id="%1$d"/>
                <recv request="INVITE" optional="true" next="%2$d" %7$s><action>%6$s</action></recv>
                <recv request="ACK" optional="true" next="%1$d"/>
                <recv request="BYE" next="%8$d"/>
                <label id="%2$d"/>
                <nop next="%3$d" test="inactive"/>
                %4$s
                <recv request="ACK" next="%1$d"/>
                <label id="%3$d"/>
                %5$s
                <recv request="ACK" next="%1$d"/>
                <label id="%8$d"/>
                %9$s
                <nop next="99"/>
                <label id="%10$d"/>
                """.formatted(
                        label,
                        label + 1,
                        label + 2,
                        response(200, "OK", "", CONTACT, SDP.formatted("sendrecv"), true),
                        response(200, "OK", "", CONTACT, SDP.formatted("inactive"), true),
                        acceptable,
                        patience,
                        label + 9,
                        response(200, "OK", "", "", "", false),
                        label + 8);
    }

    /** Waits for the caller to give up; goes on at {@link #cancelled}. */
    static String awaitCancel() {
        return "<recv request=\"CANCEL\" next=\"80\"/>\n";
    }

    /** Waits for the caller to give up, for so long; then the next piece follows. */
    static String awaitCancel(Duration patience) {
        return "<recv request=\"CANCEL\" timeout=\"%d\" ontimeout=\"70\" next=\"80\"/><label id=\"70\"/>\n"
                .formatted(patience.toMillis());
    }

    /** The right end of a cancelled call: 200 for the CANCEL, 487 for the INVITE. */
    static String cancelled() {
        return "<nop next=\"99\"/><label id=\"80\"/>\n" + okTo("CANCEL") + send("""
                        SIP/2.0 487 Request Terminated
                        [last_Via:]
                        [last_From:]
                        [last_To:]%s
                        [last_Call-ID:]
                        CSeq: [last_cseq_number] INVITE
                        Content-Length: 0
                        """.formatted(TAG), true) + ACK;
    }

    /** 200 to either of the two requests that share a Via when one has just been cancelled. */
    static String okTo(String method) {
        boolean invite = method.equals("INVITE");
        return send(
                """
                SIP/2.0 200 OK
                [last_Via:]
                [last_From:]
                [last_To:]%s
                [last_Call-ID:]
                CSeq: [last_cseq_number] %s
                %s""".formatted(TAG, method, content(invite ? CONTACT : "", invite ? SDP.formatted("sendrecv") : "")),
                invite);
    }

    static String refusal(int status, String reason, String... headers) {
        return response(status, reason, TAG, headers.length == 0 ? "" : String.join("\n", headers) + "\n", "", true);
    }

    static String challenge(String nonce) {
        return refusal(
                        407,
                        "Proxy Authentication Required",
                        "Proxy-Authenticate: Digest realm=\"sipp\", nonce=\"" + nonce
                                + "\", algorithm=MD5, qop=\"auth\"")
                + ACK;
    }

    /** Every fate of {@link Scenario.Fate} behind a label of its own. */
    static String byNumber(Duration talk) {
        return digit("[45]", 1)
                + digit("6", 2)
                + digit("7", 3)
                + digit("8", 4)
                + digit("9", 5)
                + RINGING + OK + ACK + talk() + "<label id=\"1\"/>" + RINGING + OK + ACK + talk(talk) + BYE
                + "<nop next=\"99\"/><label id=\"2\"/>" + refusal(486, "Busy Here") + ACK
                + "<nop next=\"99\"/><label id=\"3\"/>" + refusal(603, "Decline") + ACK
                + "<nop next=\"99\"/><label id=\"4\"/>" + RINGING + awaitCancel() + cancelled()
                + "<nop next=\"99\"/><label id=\"5\"/>" + refusal(404, "Not Found") + ACK;
    }

    private static String digit(String digits, int label) {
        return """
                <nop><action>
                  <ereg regexp="%1$s" search_in="var" variable="digit" check_it="false" assign_to="is%2$d"/>
                </action></nop>
                <nop next="%2$d" test="is%2$d"/>
                """.formatted(digits, label);
    }

    private static String request(String method, int sequence, String tag, String headers, String body) {
        return send("""
                %1$s sip:[service]@[remote_ip]:[remote_port] SIP/2.0
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                From: <sip:caller@[local_ip]:[local_port]>;tag=[pid]caller[call_number]
                To: <sip:[service]@[remote_ip]:[remote_port]>%2$s
                Call-ID: [call_id]
                CSeq: %3$d %1$s
                Max-Forwards: 70
                %4$s""".formatted(method, tag, sequence, headers + content(CONTACT, body)), !method.equals("ACK"));
    }

    /** An answer to the request that came last. */
    private static String response(int status, String reason, String tag, String headers, String body, boolean again) {
        return send("SIP/2.0 " + status + " " + reason + "\n" + ECHO.formatted(tag) + content(headers, body), again);
    }

    private static String content(String headers, String body) {
        return body.isEmpty()
                ? headers + "Content-Length: 0\n"
                : headers + "Content-Type: application/sdp\nContent-Length: [len]\n\n" + body;
    }

    /** @param again whether it is sent again until something comes back (T1 of RFC 3261, 500 ms) */
    private static String send(String message, boolean again) {
        return "<send" + (again ? " retrans=\"500\"" : "") + "><![CDATA[\n" + message + "\n]]></send>\n";
    }
}
