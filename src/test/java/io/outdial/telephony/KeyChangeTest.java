package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import io.outdial.platform.EncryptionSettings;
import io.outdial.platform.SealedSecrets;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.Databases;
import io.outdial.telephony.http.FakeHttpProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of the sealing key ends, also for connections over which nobody calls, and the query of docs/operate.md tells when. */
@QuarkusTest
class KeyChangeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern QUERY = Pattern.compile("```sql\\R(\\s*select convert_from.*?)```", Pattern.DOTALL);
    private static final byte[] SECRET = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String TESTS =
            ConfigProvider.getConfig().getValue("outdial.encryption.keys.test", String.class);
    private static final String LEAVING = Base64.getEncoder().encodeToString(new byte[32]);

    @Inject
    TenantDb db;

    @Inject
    ConnectionStore store;

    private Api api;
    private TenantId tenant;
    private UUID connection;

    private record Keys(Optional<String> currentKey, Map<String, String> keys) implements EncryptionSettings {}

    private static SealedSecrets keys(String current) {
        return new SealedSecrets(new Keys(Optional.of(current), Map.of("test", TESTS, "leaving", LEAVING)));
    }

    private static SealedSecrets newKeyAlone() {
        return new SealedSecrets(new Keys(Optional.of("test"), Map.of("test", TESTS)));
    }

    @BeforeEach
    void aConnectionThatNobodyCallsOver() {
        api = Api.newTenant();
        tenant = TenantId.fromString(api.tenantId);
        connection = UUID.fromString(api.manager()
                .body(Map.of(
                        "kind",
                        "http",
                        "name",
                        "Unused",
                        "settings",
                        Map.of("url", "http://localhost:1/nowhere"),
                        "credentials",
                        Map.of("secret", FakeHttpProvider.SECRET)))
                .post("/api/v1/telephony/connections")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** Others count what is sealed, whosever it is. */
    @AfterEach
    void nothingStaysSealed() {
        List.of("telephony_use", "telephony_connection", "webhook").forEach(this::empty);
    }

    private void empty(String table) {
        inTenant(c -> c.preparedQuery("delete from " + table + " where tenant_id = $1")
                .execute(Tuple.of(tenant.value())));
    }

    @Test
    void credentialsOfAnOldKeyAreSealedAnewWithoutBeingUsed() {
        sealWithTheKeyThatLeaves("telephony_connection", "credentials");
        new KeyChange(db, store, keys("test")).run(tenant).await().atMost(PATIENCE);
        assertThat(newKeyAlone().open(tenant, Connections.place(connection), sealed()))
                .isEqualTo(SECRET);
    }

    @Test
    void credentialsWhoseKeyIsGoneStayAsTheyAre() {
        sealWithTheKeyThatLeaves("telephony_connection", "credentials");
        byte[] before = sealed();
        new KeyChange(db, store, newKeyAlone()).run(tenant).await().atMost(PATIENCE);
        assertThat(sealed()).isEqualTo(before);
    }

    @Test
    void withOneKeyThereIsNothingToLookFor() {
        assertThat(newKeyAlone().hasOldKeys()).isFalse();
        assertThat(keys("test").hasOldKeys()).isTrue();
    }

    @Test
    void theDocumentedQueryCountsEverythingThatIsSealed() throws IOException, SQLException {
        api.manager()
                .body(Map.of("url", "https://hooks.example.com/a"))
                .post("/api/v1/webhooks")
                .then()
                .statusCode(201);
        sealWithTheKeyThatLeaves("telephony_connection", "credentials");
        sealWithTheKeyThatLeaves("webhook", "secret");
        sealWithTheKeyThatLeaves("webhook", "old_secret");
        assertThat(counted()).containsEntry("leaving", 3L);
        new KeyChange(db, store, keys("test")).run(tenant).await().atMost(PATIENCE);
        assertThat(counted()).containsEntry("leaving", 2L).containsKey("test");
        empty("webhook");
        assertThat(counted()).doesNotContainKey("leaving");
    }

    private static Map<String, Long> counted() throws IOException, SQLException {
        Matcher query = QUERY.matcher(Files.readString(Path.of("docs/operate.md")));
        assertThat(query.find()).isTrue();
        Map<String, Long> counted = new TreeMap<>();
        try (Connection superuser = Databases.asSuperuser();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(query.group(1))) {
            while (rows.next()) {
                counted.put(rows.getString("key"), rows.getLong("count"));
            }
        }
        return counted;
    }

    private byte[] sealed() {
        return inTenant(c -> store.sealed(tenant, c)).get(connection);
    }

    private void sealWithTheKeyThatLeaves(String table, String column) {
        byte[] sealed = keys("leaving").seal(tenant, Connections.place(connection), SECRET);
        inTenant(c -> c.preparedQuery("update " + table + " set " + column + " = $2 where tenant_id = $1")
                .execute(Tuple.of(tenant.value(), Buffer.buffer(sealed))));
    }

    private <T> T inTenant(Function<SqlConnection, Uni<T>> work) {
        return db.inTenant(tenant, work).await().atMost(PATIENCE);
    }
}
