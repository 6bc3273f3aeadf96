package org.earshot.registrar.quality;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// Reports of all calls. Thread-safe; calls may block, and throw a
/// [org.earshot.common.db.StoreUnavailableException] while the database is away.
public interface QualityStore {

    /// Keeps a report, durably. It takes the place of one of the same account, call, kind and time: a phone that heard no answer sends
    /// it again.
    void put(CallReport report);

    /// Those that came since then, the latest first.
    ///
    /// @param reporter only of this account
    /// @param most how many
    List<CallReport> since(Instant first, Optional<AddressOfRecord> reporter, int most);

    /// Those of one call, the earliest first.
    ///
    /// @param callId of its dialog
    /// @param most how many
    List<CallReport> ofCall(String callId, int most);

    /// Forgets those that came before then.
    ///
    /// @return how many
    int removeBefore(Instant end);
}
