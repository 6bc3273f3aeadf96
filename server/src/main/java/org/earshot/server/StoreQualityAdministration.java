package org.earshot.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.registrar.quality.QualityStore;
import org.earshot.server.admin.QualityAdministration;

/// The administrator's command about the quality of calls, on the store of this process. Thread-safe as the store is.
final class StoreQualityAdministration implements QualityAdministration {
    private final QualityStore reports;
    private final Function<String, AddressOfRecord> addresses;

    /// @param addresses the address that a name stands for; of an account that is deleted too
    StoreQualityAdministration(QualityStore reports, Function<String, AddressOfRecord> addresses) {
        this.reports = reports;
        this.addresses = addresses;
    }

    @Override
    public List<Reported> reports(Instant first, Optional<String> reporter, int most) {
        return reports.since(first, reporter.map(addresses), most).stream()
                .map(one -> new Reported(one.receivedAt(), one.reporter().toString(), one.report()))
                .toList();
    }
}
