package org.earshot.common.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a commit is worth with the settings of a MySQL or MariaDB server.
final class Durability {
    private Durability() {}

    /// Reads the settings that matter.
    static Map<String, String> settings(Connection connection) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('innodb_flush_log_at_trx_commit',"
                                        + " 'sync_binlog', 'log_bin', 'wsrep_on', 'wsrep_sync_wait')");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                settings.put(rows.getString(1), rows.getString(2));
            }
        }
        return settings;
    }

    /// A sentence for each setting that is weaker than our promise.
    static List<String> warnings(Map<String, String> settings) {
        List<String> warnings = new ArrayList<>();
        String flush = settings.getOrDefault("innodb_flush_log_at_trx_commit", "1");
        if (!flush.equals("1")) {
            warnings.add(
                    "innodb_flush_log_at_trx_commit is "
                            + flush
                            + ", not 1: when the database's machine fails, about a second of what was acknowledged is lost");
        }
        String binlog = settings.getOrDefault("sync_binlog", "1");
        if (on(settings, "log_bin") && !binlog.equals("1")) {
            warnings.add(
                    "sync_binlog is "
                            + binlog
                            + ", not 1: when the database's machine fails, its replicas may lack what was acknowledged");
        }
        String wait = settings.getOrDefault("wsrep_sync_wait", "0");
        if (on(settings, "wsrep_on") && !readsWait(wait)) {
            warnings.add(
                    "wsrep_sync_wait is "
                            + wait
                            + ": a node of the cluster may answer from before a change that another node has acknowledged");
        }
        return warnings;
    }

    private static boolean on(Map<String, String> settings, String name) {
        String value = settings.getOrDefault(name, "OFF");
        return value.equalsIgnoreCase("ON") || value.equals("1");
    }

    // bit 0 is for reads
    private static boolean readsWait(String value) {
        try {
            return (Integer.parseInt(value) & 1) != 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
