package io.outdial.telephony.sip;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** How this process speaks SIP. */
@ConfigMapping(prefix = "outdial.telephony.sip")
interface SipSettings {

    /** Address at which trunks and agents reach this process, without port; connections over SIP cannot be used without it. */
    Optional<String> address();

    /** Address to listen on, one of this machine's. */
    @WithDefault("0.0.0.0")
    String bind();

    /** Port of UDP and TCP; 0 takes a free one. */
    @WithDefault("5060")
    int port();

    /** Port of TLS; 0 takes a free one. */
    @WithDefault("5061")
    int tlsPort();

    /** Threads that work for calls. */
    @WithDefault("8")
    int threads();

    /** Calls at once in this process; more are refused as congestion. */
    @WithDefault("2000")
    int maxCalls();

    Tls tls();

    /** Certificates. */
    interface Tls {

        /** PKCS#12 or JKS file with the certificate shown to those who connect to us; without it nobody can, by TLS. */
        Optional<String> keyStore();

        Optional<String> keyStorePassword();

        /** PKCS#12 or JKS file with the authorities that trunks' certificates are checked against; absent: the JDK's. */
        Optional<String> trustStore();

        Optional<String> trustStorePassword();
    }
}
