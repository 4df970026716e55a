package io.outdial.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSchemaTest {

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void aDatabaseOfToday() throws IOException {
        data = folder.resolve("postgres");
        KeptSchema.settle(data);
        Files.createDirectories(data.resolve("base"));
        Files.writeString(data.resolve("base/1"), "rows");
    }

    @Test
    void dataOfTheSameSchemaStayWhereTheyAre() throws IOException {
        KeptSchema.settle(data);

        assertThat(data.resolve("base/1")).hasContent("rows");
    }

    @Test
    void dataOfAnotherSchemaAreSetAsideNotLost() throws IOException {
        Files.writeString(folder.resolve("schema"), "another");

        KeptSchema.settle(data);

        assertThat(data).doesNotExist();
        assertThat(folder.resolve("postgres-before/base/1")).hasContent("rows");
    }

    @Test
    void onlyTheLastDataSetAsideAreKept() throws IOException {
        Files.createDirectories(folder.resolve("postgres-before/old"));
        Files.writeString(folder.resolve("schema"), "another");

        KeptSchema.settle(data);

        assertThat(folder.resolve("postgres-before/old")).doesNotExist();
    }
}
