package org.earshot.registrar.quality;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// Reports until the process ends, the last 10,000. Thread-safe.
public final class InMemoryQualityStore implements QualityStore {
    private static final int MOST = 10_000;

    private final Map<String, CallReport> reports = new LinkedHashMap<>();

    @Override
    public synchronized void put(CallReport report) {
        reports.remove(report.key());
        reports.put(report.key(), report);
        if (reports.size() > MOST) {
            reports.remove(reports.keySet().iterator().next());
        }
    }

    @Override
    public synchronized List<CallReport> since(
            Instant first, Optional<AddressOfRecord> reporter, int most) {
        return new ArrayList<>(reports.values())
                .reversed().stream()
                        .filter(one -> !one.receivedAt().isBefore(first))
                        .filter(one -> reporter.map(one.reporter()::equals).orElse(true))
                        .sorted(Comparator.comparing(CallReport::receivedAt).reversed())
                        .limit(most)
                        .toList();
    }

    @Override
    public synchronized List<CallReport> ofCall(String callId, int most) {
        return reports.values().stream()
                .filter(one -> one.report().callId().equals(callId))
                .sorted(Comparator.comparing(CallReport::receivedAt))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized int removeBefore(Instant end) {
        int before = reports.size();
        reports.values().removeIf(one -> one.receivedAt().isBefore(end));
        return before - reports.size();
    }
}
