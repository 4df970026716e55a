package io.outdial.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.outdial.bench.Issuer;
import io.outdial.cluster.Database;
import io.outdial.cluster.Jvm;
import io.outdial.e2e.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What all tests in a browser share: the packaged service with a simulated network, its database, its login and Chromium. */
final class Stage implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private static final Path CHROMIUM = Path.of(System.getProperty("outdial.chromium", "/usr/bin/chromium"));
    /** Calls end within a second or so, so that a campaign is watched from its beginning to its end. */
    private static final List<String> NETWORK = List.of(
            "-Doutdial.telephony.simulator.enabled=true",
            "-Doutdial.telephony.simulator.speed=60",
            "-Doutdial.public-url=https://outdial.example.com",
            "-Doutdial.encryption.current-key=tests",
            "-Doutdial.encryption.keys.tests=dGVzdHMgb25seTogdGhlIGtleSBldmVyeWJvZHkgaGE=");

    final Jvm service;
    final Browser browser;
    private final Path data;
    private final Issuer issuer;
    final Database database;
    private final Playwright playwright;

    private Stage() throws IOException {
        data = Files.createTempDirectory("outdial-browser");
        database = new Database(data.resolve("postgresql"));
        issuer = new Issuer();
        List<String> properties = new ArrayList<>(database.properties());
        properties.addAll(issuer.properties());
        properties.addAll(new LoginPage(issuer).properties());
        properties.addAll(NETWORK);
        service = Jvm.replica("browser", Ports.free(), properties);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
        // Assertions have a patience of their own, which the contexts' does not change.
        PlaywrightAssertions.setDefaultAssertionTimeout(InBrowser.PATIENCE);
        service.ready("/q/health/ready");
    }

    /** The one of this run; begun by the first test that needs it, closed after the last test of all. */
    static Stage of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Stage.class))
                .getOrComputeIfAbsent(
                        Stage.class,
                        key -> {
                            try {
                                return new Stage();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        Stage.class);
    }

    /** A new tenant, in Riyadh, with nothing in it. */
    Shop shop(String slug) {
        return new Shop(service, issuer, slug);
    }

    @Override
    public void close() throws IOException {
        playwright.close();
        service.close();
        issuer.close();
        database.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
