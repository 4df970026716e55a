package io.outdial.telephony.sip;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and what is spoken over TLS: 1.2 and 1.3 with the JDK's own choice of ciphers. */
@Singleton
class SipNetworks {

    private final SipSettings settings;

    SipNetworks(SipSettings settings) {
        this.settings = settings;
    }

    void configure(SipNetwork network) {
        network.tls(context());
    }

    Map<String, String> properties() {
        String ciphers = String.join(", ", context().getDefaultSSLParameters().getCipherSuites());
        return Map.of(
                "gov.nist.javax.sip.TLS_CLIENT_PROTOCOLS",
                "TLSv1.3, TLSv1.2",
                "gov.nist.javax.sip.ENABLED_CIPHER_SUITES",
                ciphers,
                "gov.nist.javax.sip.SSL_HANDSHAKE_TIMEOUT",
                String.valueOf(SipNetwork.CONNECT_MILLIS),
                "gov.nist.javax.sip.TLS_CLIENT_AUTH_TYPE",
                "Disabled");
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trusts(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificates of outdial.telephony.sip.tls cannot be read", e);
        }
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        Optional<String> file = settings.tls().keyStore();
        if (file.isEmpty()) {
            return new KeyManager[0];
        }
        char[] password = settings.tls().keyStorePassword().orElse("").toCharArray();
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load(file.get(), password), password);
        return factory.getKeyManagers();
    }

    private TrustManager[] trusts() throws GeneralSecurityException, IOException {
        Optional<String> file = settings.tls().trustStore();
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = file.isEmpty()
                ? null
                : load(
                        file.get(),
                        settings.tls().trustStorePassword().orElse("").toCharArray());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore load(String file, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType()); // reads both kinds since JDK 9
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, password);
        }
        return store;
    }
}
