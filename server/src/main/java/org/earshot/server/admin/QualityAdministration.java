package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.quality.QualityReport;

/// What the command about the quality of calls reads. Calls may block.
public interface QualityAdministration {

    /// Reports that came since then, the latest first.
    ///
    /// @param reporter user part or address of the account whose reports are wanted
    /// @param most how many
    /// @throws AdminException for what is no name
    List<Reported> reports(Instant first, Optional<String> reporter, int most);

    /// A report, which is a claim of the phone that sent it.
    ///
    /// @param reporter the address of the account
    record Reported(Instant receivedAt, String reporter, QualityReport report) {}
}
