package io.outdial.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.outdial.kernel.TenantId;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Files that come in and go out, held to so many bytes a second of each tenant in each direction, on this replica; the platform
 * counts as one more. Who is faster waits, on the worker thread that serves the file, and with it the other side.
 */
@ApplicationScoped
public class Transfers {

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int MAX_TENANTS = 10_000;
    /** Stands for the platform's administrators among the tenants. */
    private static final Object PLATFORM = new Object();

    /** Pieces small enough that nobody waits long for one. */
    private static final int PIECE = 64 * 1024;

    private final Settings settings;
    private final Cache<Object, Bucket> uploads = buckets();
    private final Cache<Object, Bucket> downloads = buckets();

    Transfers(Settings settings) {
        this.settings = settings;
    }

    /** How much of the line and of the worker threads a tenant's files may take. */
    @ConfigMapping(prefix = "outdial.transfers")
    public interface Settings {

        /** Bytes a second of a tenant's imports, as they come over the wire. */
        @WithDefault("50M")
        MemorySize uploadPerSecond();

        /** Bytes a second of a tenant's exports. */
        @WithDefault("50M")
        MemorySize downloadPerSecond();

        /** How long the sender of a file may keep the service waiting in all, beyond a second for each kibibyte. */
        @WithDefault("PT1M")
        Duration patience();

        /** Exports of a tenant under way at once. */
        @WithDefault("4")
        int maxExports();
    }

    private static Cache<Object, Bucket> buckets() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_TENANTS)
                .expireAfterAccess(IDLE)
                .build();
    }

    /** The body of an import; reading from it blocks the calling thread, which is a worker's. */
    public InputStream upload(TenantId tenant, InputStream body) {
        return uploadOf(tenant, body);
    }

    /** The same for a file of the platform's, which is held to the rate of one tenant. */
    public InputStream uploadOfPlatform(InputStream body) {
        return uploadOf(PLATFORM, body);
    }

    private InputStream uploadOf(Object who, InputStream body) {
        if (body == null) {
            return null;
        }
        Bucket bucket = uploads.get(who, any -> bucket(settings.uploadPerSecond()));
        return new FilterInputStream(new SteadyBody(body, settings.patience(), System::nanoTime)) {
            @Override
            public int read() throws IOException {
                int read = in.read();
                pay(bucket, read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int read = in.read(into, from, Math.min(length, PIECE));
                pay(bucket, read);
                return read;
            }
        };
    }

    /** The body of an export; writing to it blocks the calling thread, which is a worker's. */
    public OutputStream download(TenantId tenant, OutputStream body) {
        Bucket bucket = downloads.get(tenant, any -> bucket(settings.downloadPerSecond()));
        return new FilterOutputStream(body) {
            @Override
            public void write(int one) throws IOException {
                pay(bucket, 1);
                out.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                for (int at = 0; at < length; at += PIECE) {
                    int piece = Math.min(PIECE, length - at);
                    pay(bucket, piece);
                    out.write(bytes, from + at, piece);
                }
            }
        };
    }

    private static void pay(Bucket bucket, int bytes) {
        if (bytes > 0) {
            bucket.asBlocking().consumeUninterruptibly(bytes);
        }
    }

    /** A second's worth at once, and never less than a piece. */
    private static Bucket bucket(MemorySize perSecond) {
        long rate = Math.max(PIECE, perSecond.asLongValue());
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate).refillGreedy(rate, Duration.ofSeconds(1)))
                .build();
    }
}
