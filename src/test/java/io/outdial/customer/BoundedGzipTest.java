package io.outdial.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.support.SecondLane;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A compressed file is read whole when it is one of rows, and not when it is a bomb. */
@SecondLane
class BoundedGzipTest {

    @Test
    void rowsOfCustomersAreReadWhole() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 400_000; i++) { // 18 MB that differ in a number only
            rows.append("customer-")
                    .append(i)
                    .append(",+966555")
                    .append(100_000 + i % 900_000)
                    .append(",Sara,riyadh,active\n");
        }
        byte[] file = rows.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(file.length).isGreaterThan((int) BoundedGzip.ANYWAY_BYTES);
        try (InputStream read = new BoundedGzip(new ByteArrayInputStream(zipped(file, 1)))) {
            assertThat(read.readAllBytes()).isEqualTo(file);
        }
    }

    @Test
    void aBombIsNotReadToItsEnd() {
        byte[] bomb = zipped(new byte[1 << 20], 200);
        assertThat(bomb.length).isLessThan(300_000);
        InputStream read = new BoundedGzip(new ByteArrayInputStream(bomb));
        long[] plain = {0};
        assertThatThrownBy(() -> {
                    byte[] piece = new byte[8192];
                    for (int some; (some = read.read(piece)) >= 0; ) {
                        plain[0] += some;
                    }
                })
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
        assertThat(plain[0]).isLessThan(64 << 20);
    }

    private static byte[] zipped(byte[] piece, int times) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            for (int i = 0; i < times; i++) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
