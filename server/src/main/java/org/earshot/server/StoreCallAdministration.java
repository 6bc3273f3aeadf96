package org.earshot.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.registrar.quality.QualityStore;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.CallAdministration;
import org.earshot.server.admin.QualityAdministration;
import org.earshot.server.ladder.CallSummary;
import org.earshot.server.ladder.LadderStore;
import org.earshot.server.ladder.Outcome;

/// The administrator's commands about calls of the last days, on the stores of this process. Thread-safe as those are.
final class StoreCallAdministration implements CallAdministration {
    /// Reports of one call; a phone may send many while it goes on.
    private static final int MOST_REPORTS = 500;

    private final LadderStore calls;
    private final QualityStore reports;
    private final Function<String, AddressOfRecord> addresses;

    /// @param addresses the address that a name stands for; of an account that is deleted too
    StoreCallAdministration(
            LadderStore calls, QualityStore reports, Function<String, AddressOfRecord> addresses) {
        this.calls = calls;
        this.reports = reports;
        this.addresses = addresses;
    }

    @Override
    public List<CallSummary> search(
            Instant since, Optional<String> of, Optional<Outcome> outcome, int most) {
        return calls.search(
                new LadderStore.Wanted(
                        since, of.map(addresses).map(AddressOfRecord::toString), outcome, most));
    }

    @Override
    public Shown show(String id) {
        LadderStore.Ladder ladder =
                calls.find(CallSummary.isId(id) ? id : CallSummary.id(id))
                        .orElseThrow(() -> new AdminException("no such call is kept"));
        // anybody who knows its Call-ID could report it
        List<String> parties = List.of(ladder.summary().caller(), ladder.summary().callee());
        return new Shown(
                ladder,
                reports.ofCall(ladder.summary().callId(), MOST_REPORTS).stream()
                        .filter(one -> parties.contains(one.reporter().toString()))
                        .map(one ->
                                new QualityAdministration.Reported(
                                        one.receivedAt(), one.reporter().toString(), one.report()))
                        .toList());
    }
}
