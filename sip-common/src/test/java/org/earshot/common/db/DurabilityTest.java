package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DurabilityTest {
    private static List<String> warnings(Map<String, String> settings) {
        return Durability.warnings(settings);
    }

    @Test
    void strictSettingsGiveNone() {
        assertThat(
                        warnings(
                                Map.of(
                                        "innodb_flush_log_at_trx_commit", "1",
                                        "sync_binlog", "1",
                                        "log_bin", "ON",
                                        "wsrep_on", "ON",
                                        "wsrep_sync_wait", "7")))
                .isEmpty();
    }

    @Test
    void aLateFlushIsNamed() {
        assertThat(warnings(Map.of("innodb_flush_log_at_trx_commit", "2")))
                .singleElement()
                .asString()
                .startsWith("innodb_flush_log_at_trx_commit is 2, not 1");
    }

    @Test
    void theBinlogCountsOnlyWhereThereIsOne() {
        assertThat(warnings(Map.of("sync_binlog", "0", "log_bin", "OFF"))).isEmpty();
        assertThat(warnings(Map.of("sync_binlog", "0", "log_bin", "ON")))
                .singleElement()
                .asString()
                .startsWith("sync_binlog is 0");
    }

    @Test
    void aClusterThatReadsFromThePastIsNamed() {
        assertThat(warnings(Map.of("wsrep_on", "ON", "wsrep_sync_wait", "0")))
                .singleElement()
                .asString()
                .startsWith("wsrep_sync_wait is 0");
        assertThat(warnings(Map.of("wsrep_on", "OFF", "wsrep_sync_wait", "0"))).isEmpty();
    }
}
