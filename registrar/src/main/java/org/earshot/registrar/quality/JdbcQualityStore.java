package org.earshot.registrar.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.quality.QualityReport;
import org.earshot.registrar.presence.store.Addresses;

/// Reports in a database that many nodes may share. Thread-safe.
public final class JdbcQualityStore implements QualityStore {
    private static final int CALL_KEY = 16;

    private final Transactions transactions;

    public JdbcQualityStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void put(CallReport report) {
        transactions.run(connection -> {
            try (PreparedStatement upsert =
                    connection.prepareStatement(
                            """
                            INSERT INTO call_quality (report_key, reporter_key, reporter, received_at, report, call_key)
                            VALUES (?, ?, ?, ?, ?, ?)
                            ON DUPLICATE KEY UPDATE received_at = VALUES(received_at), report = VALUES(report)\
                            """)) {
                upsert.setBytes(1, Columns.sha256(report.key()));
                upsert.setBytes(2, Columns.sha256(report.reporter().toString()));
                upsert.setString(3, report.reporter().toString());
                upsert.setLong(4, Columns.micros(report.receivedAt()));
                upsert.setString(5, new String(report.report().toBytes(), UTF_8));
                upsert.setBytes(6, callKey(report.report().callId()));
                upsert.executeUpdate();
            }
            return null;
        });
    }

    @Override
    public List<CallReport> since(Instant first, Optional<AddressOfRecord> reporter, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT reporter, received_at, report FROM call_quality WHERE received_at >= ?"
                                    + (reporter.isPresent() ? " AND reporter_key = ?" : "")
                                    + " ORDER BY received_at DESC LIMIT ?")) {
                int next = 1;
                query.setLong(next++, Columns.micros(first));
                if (reporter.isPresent()) {
                    query.setBytes(next++, Columns.sha256(reporter.get().toString()));
                }
                query.setInt(next, most);
                return reports(query);
            }
        });
    }

    /// See the migration.
    private static byte[] callKey(String callId) {
        return Arrays.copyOf(Columns.sha256(callId), CALL_KEY);
    }

    @Override
    public List<CallReport> ofCall(String callId, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT reporter, received_at, report FROM call_quality WHERE call_key = ?"
                                    + " ORDER BY received_at LIMIT ?")) {
                query.setBytes(1, callKey(callId));
                query.setInt(2, most);
                return reports(query);
            }
        });
    }

    private static List<CallReport> reports(PreparedStatement query) throws SQLException {
        List<CallReport> reports = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String reporter = rows.getString(1);
                try {
                    reports.add(
                            new CallReport(
                                    Addresses.find(reporter).orElseThrow(),
                                    Columns.instant(rows.getLong(2)),
                                    QualityReport.parse(rows.getString(3).getBytes(UTF_8))));
                } catch (MalformedPayloadException e) {
                    throw new IllegalStateException("a report of " + reporter + " is damaged", e);
                }
            }
        }
        return reports;
    }

    @Override
    public int removeBefore(Instant end) {
        return transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM call_quality WHERE received_at < ?")) {
                delete.setLong(1, Columns.micros(end));
                return delete.executeUpdate();
            }
        });
    }
}
