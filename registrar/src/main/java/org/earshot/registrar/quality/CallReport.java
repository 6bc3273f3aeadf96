package org.earshot.registrar.quality;

import java.time.Instant;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.quality.StreamQuality;

/// A report that an account's phone has sent. Who sent it is known; all that stands in it is the phone's claim.
///
/// @param receivedAt by our clock, to the microsecond
public record CallReport(AddressOfRecord reporter, Instant receivedAt, QualityReport report) {

    /// The same for two reports of the same, of which the later one counts.
    String key() {
        StreamQuality here = report.heardHere();
        return String.join(
                "\0",
                reporter.toString(),
                report.callId(),
                report.kind().name(),
                report.dialog().map(QualityReport.Tags::local).orElse(""),
                here.start().toString(),
                (report.kind() == QualityReport.Kind.SESSION ? Optional.empty() : here.stop())
                        .toString());
    }
}
