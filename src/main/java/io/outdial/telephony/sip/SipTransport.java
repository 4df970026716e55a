package io.outdial.telephony.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.MessageExt;
import io.outdial.platform.NotSent;
import io.quarkus.runtime.ImageMode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;
import java.util.TooManyListenersException;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.Hop;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * The one stack of this process: started when it is first needed, so that an installation without SIP pays nothing for it. Its
 * methods may wait for a connection and must not be called on an event loop; what it hears it tells on threads of its own.
 */
@ApplicationScoped
class SipTransport implements SipListener {

    private static final Logger LOG = Logger.getLogger(SipTransport.class);
    private static final int UDP_BUFFER = 4 << 20;

    /** What became of a request. */
    interface Answers {
        void response(Response response);

        /** No final response will come. */
        void silence();
    }

    /** Who takes what belongs to no request of ours that is under way. */
    interface Inbox {

        /** @param transaction null for an ACK */
        void request(Request request, ServerTransaction transaction);

        void stray(Response response);
    }

    private final SipSettings settings;
    private final SipNetworks tls;
    private SipStackImpl stack;
    private volatile SipProvider provider;
    private volatile Inbox inbox;
    private volatile int port;
    private volatile int tlsPort;

    /** For the proxy of the application scope only. */
    SipTransport() {
        this(null, null);
    }

    @jakarta.inject.Inject
    SipTransport(SipSettings settings, SipNetworks tls) {
        this.settings = settings;
        this.tls = tls;
    }

    /** Why this process cannot speak SIP, a sentence; null when it can. */
    String unusable() {
        if (ImageMode.current().isNativeImage()) {
            return "This build of the service does not speak SIP; the one for the JVM does.";
        }
        return settings.address().isPresent()
                ? null
                : "Trunks could not reach this service: it has no SIP address (outdial.telephony.sip.address).";
    }

    String address() {
        return settings.address().orElseThrow();
    }

    int port(String transport) {
        return transport.equals("tls") ? tlsPort : port;
    }

    void listen(Inbox to) {
        inbox = to;
    }

    /** Listens, so that {@link #port} is known. Idempotent. @throws NotSent when it cannot listen */
    SipProvider provider() {
        SipProvider running = provider;
        return running != null ? running : start();
    }

    private synchronized SipProvider start() {
        if (provider != null) {
            return provider;
        }
        port = settings.port() == 0 ? freePort() : settings.port();
        tlsPort = settings.tlsPort() == 0 ? freePort() : settings.tlsPort();
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "outdial-" + port);
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        properties.setProperty("javax.sip.ROUTER_PATH", PinnedRouter.class.getName());
        properties.setProperty("javax.sip.USE_ROUTER_FOR_ALL_URIS", "true");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SipLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SipMessageLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.NETWORK_LAYER", SipNetwork.class.getName());
        // One thread, which only parses and hands on: several would hand on a call's messages out of their order.
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.CANCEL_CLIENT_TRANSACTION_CHECKED", "false");
        properties.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_INVITE", "600");
        properties.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_NON_INVITE", "70");
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", String.valueOf(UDP_BUFFER));
        properties.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", String.valueOf(UDP_BUFFER));
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "65536");
        tls.properties().forEach(properties::setProperty);
        SipStackImpl made = null;
        try {
            made = new SipStackImpl(properties);
            tls.configure((SipNetwork) made.getNetworkLayer());
            SipProvider first = made.createSipProvider(listen(made, ListeningPoint.UDP));
            first.addListeningPoint(listen(made, ListeningPoint.TCP));
            first.addListeningPoint(listen(made, ListeningPoint.TLS));
            first.addSipListener(this);
            stack = made;
            provider = first;
            LOG.infof("Speaking SIP on %s:%d, TLS on %d", settings.bind(), port, tlsPort);
            return first;
        } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
            if (made != null) {
                made.stop();
            }
            throw new NotSent("this service cannot listen for SIP: " + e.getMessage(), e);
        }
    }

    /** One that is free over UDP and TCP. */
    private int freePort() {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName(settings.bind()));
                DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getByName(settings.bind()))) {
            return udp.getLocalPort();
        } catch (IOException e) {
            throw new NotSent("this service cannot listen for SIP: " + e.getMessage(), e);
        }
    }

    private ListeningPoint listen(SipStackImpl on, String transport) throws SipException, InvalidArgumentException {
        return on.createListeningPoint(settings.bind(), port(transport.toLowerCase(java.util.Locale.ROOT)), transport);
    }

    /**
     * Sends a request.
     *
     * @throws NotSent when it certainly did not leave
     */
    ClientTransaction send(Request request, Target target, Hop hop, Answers answers) {
        SipProvider by = provider();
        vouch(target, hop);
        ((MessageExt) request).setApplicationData(hop);
        try {
            ClientTransaction transaction = by.getNewClientTransaction(request);
            transaction.setApplicationData(answers);
            transaction.sendRequest();
            return transaction;
        } catch (SipException e) {
            throw new NotSent("no connection to " + target.host() + ": " + e.getMessage(), e);
        }
    }

    /** Sends an ACK, which nobody answers; when it does not arrive, the other side repeats what it is for. */
    void acknowledge(Request ack, Target target, Hop hop) {
        try {
            vouch(target, hop);
            ((MessageExt) ack).setApplicationData(hop);
            provider().sendRequest(ack);
        } catch (SipException | NotSent e) {
            LOG.debugf("An ACK did not leave: %s", e.getMessage());
        }
    }

    private void vouch(Target target, Hop hop) {
        if (hop.getTransport().equalsIgnoreCase("tls")) {
            try {
                ((SipNetwork) stack.getNetworkLayer()).vouch(target);
            } catch (IOException e) {
                throw new NotSent("no connection to " + target.host() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Answers a request; when that fails, the other side asks again. */
    void respond(ServerTransaction transaction, Response response) {
        try {
            transaction.sendResponse(response);
        } catch (SipException | InvalidArgumentException e) {
            LOG.debugf("A response did not leave: %s", e.getMessage());
        }
    }

    /** Sends a response once more whose transaction is over. */
    void respondAgain(Response response) {
        SipProvider by = provider;
        if (by != null) {
            try {
                by.sendResponse(response);
            } catch (SipException e) {
                LOG.debugf("A response did not leave: %s", e.getMessage());
            }
        }
    }

    @Override
    public void processRequest(RequestEvent event) {
        Request request = event.getRequest();
        try {
            ServerTransaction transaction = event.getServerTransaction();
            boolean ack = request.getMethod().equals(Request.ACK);
            if (transaction == null && !ack) {
                transaction = provider.getNewServerTransaction(request);
            }
            Inbox to = inbox;
            if (to != null) {
                to.request(request, ack ? null : transaction);
            }
        } catch (SipException | RuntimeException e) {
            LOG.debugf("A request was not taken: %s", e.getMessage());
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        Inbox to = inbox;
        if (transaction != null && transaction.getApplicationData() instanceof Answers answers) {
            answers.response(event.getResponse());
        } else if (to != null) {
            to.stray(event.getResponse());
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()
                && event.getClientTransaction().getApplicationData() instanceof Answers answers) {
            answers.silence();
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.debugf("No connection to %s", event.getHost());
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // Its last response or its time out came before.
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // The stack keeps no dialogs.
    }

    @PreDestroy
    synchronized void stop() {
        SipProvider running = provider;
        if (running == null) {
            return;
        }
        provider = null;
        try {
            for (ListeningPoint point : running.getListeningPoints()) {
                stack.deleteListeningPoint(point);
            }
            stack.deleteSipProvider(running);
        } catch (ObjectInUseException e) {
            LOG.debugf("The stack stops while it is in use: %s", e.getMessage());
        }
        stack.stop();
    }
}
