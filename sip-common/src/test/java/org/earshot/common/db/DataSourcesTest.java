package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourcesTest {
    @Test
    void h2WritesEachCommitAndNoTraceWhateverTheUrlSays() {
        assertThat(
                        DataSources.h2Url(
                                "jdbc:h2:file:/data/earshot;WRITE_DELAY=500;trace_level_file=3"))
                .startsWith("jdbc:h2:file:/data/earshot;")
                .contains("MODE=MySQL", "WRITE_DELAY=0", "TRACE_LEVEL_FILE=0")
                .doesNotContain("500;", "=3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:tcp://localhost/x",
                "jdbc:h2:mem:x",
                "jdbc:h2:~/x",
                "jdbc:h2:file:/data/earshot;AUTO_SERVER=TRUE",
                "jdbc:h2:file:/data/earshot;auto_server=true"
            })
    void otherKindsOfH2AreRefused(String url) {
        assertThatThrownBy(() -> DataSources.h2Url(url))
                .isInstanceOf(DatabaseRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://h/x", "memory", ""})
    void otherDatabasesAreRefused(String url) {
        assertThatThrownBy(() -> Dialect.of(url)).isInstanceOf(DatabaseRefusedException.class);
    }

    @Test
    void mySqlElsewhereMustShowItsCertificate() {
        assertThat(DataSources.mySqlUrl("jdbc:mysql://db1.example.org:3306/earshot"))
                .startsWith("jdbc:mysql://db1.example.org:3306/earshot?")
                .contains("sslMode=VERIFY_IDENTITY", "rewriteBatchedStatements=true");
        assertThat(DataSources.mySqlUrl("jdbc:mysql://127.0.0.1:3306/earshot"))
                .contains("sslMode=PREFERRED");
    }

    @Test
    void whatTheUrlSaysOfMySqlStays() {
        assertThat(
                        DataSources.mySqlUrl(
                                "jdbc:mysql://db1/earshot?sslMode=VERIFY_CA&connectTimeout=500"))
                .contains("sslMode=VERIFY_CA", "connectTimeout=500")
                .doesNotContain("VERIFY_IDENTITY");
    }
}
