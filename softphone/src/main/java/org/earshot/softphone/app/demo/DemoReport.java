package org.earshot.softphone.app.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the demonstration measured; the fields of `--report`.
///
/// @param registered how many phones registered, over TLS
/// @param messageMs from the command to the text's arrival at the other phone, the slower of both ways
/// @param file that went from phone to phone
/// @param callSetupMs from the command to both phones saying that the call stands
/// @param packetsSent RTP packets of both phones
/// @param packetsLost of those
/// @param correlation of the sample received with the one sent, 0–1, by 200 ms (in which another's speech reaches 0.33), the worse of
///     both ways
/// @param pids of server and phones
/// @param cpu share of one core, in percent, of each process during the call
/// @param rssMb megabytes in memory of each process at the end of the call
record DemoReport(
        @JsonProperty("registered") int registered,
        @JsonProperty("messageMs") double messageMs,
        @JsonProperty("file") DemoFile file,
        @JsonProperty("callSetupMs") double callSetupMs,
        @JsonProperty("codec") String codec,
        @JsonProperty("encryption") String encryption,
        @JsonProperty("packetsSent") long packetsSent,
        @JsonProperty("packetsLost") long packetsLost,
        @JsonProperty("pathDelayMs") Delay pathDelayMs,
        @JsonProperty("correlation") double correlation,
        @JsonProperty("pids") List<Long> pids,
        @JsonProperty("cpu") Map<String, Double> cpu,
        @JsonProperty("rssMb") Map<String, Long> rssMb) {

    private static final double LEAST_CORRELATION = 0.8;

    /// Milliseconds, over both ways.
    record Delay(@JsonProperty("median") double median, @JsonProperty("p95") double p95) {}

    /// Puts together what was seen.
    ///
    /// @param there the path from the caller to the callee
    /// @param back the other one; the worse counts
    /// @throws DemoFailure if it is not what it should be
    static DemoReport of(
            double messageMs,
            DemoFile file,
            DemoCall call,
            PathDelay there,
            PathDelay back,
            double correlation) {
        DemoReport report =
                new DemoReport(
                        2,
                        tenths(messageMs),
                        file,
                        tenths(call.setupMs()),
                        call.established().path("codec").asText(),
                        call.established().path("encryption").asText(),
                        call.packetsSent(),
                        call.packetsLost(),
                        new Delay(
                                tenths(Math.max(there.medianMs(), back.medianMs())),
                                tenths(Math.max(there.p95Ms(), back.p95Ms()))),
                        Math.round(correlation * 1000) / 1000.0,
                        call.pids(),
                        call.cpu(),
                        call.memory());
        if (!report.encryption.startsWith("SDES:")) {
            throw new DemoFailure("the call was not encrypted: " + report.encryption);
        }
        if (there.frames() == 0 || back.frames() == 0) {
            throw new DemoFailure("no sound went from one phone to the other");
        }
        if (correlation < LEAST_CORRELATION) {
            throw new DemoFailure(
                    "the speech did not arrive as it was sent: correlation " + report.correlation);
        }
        return report;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    String forPeople() {
        return String.format(
                Locale.ROOT,
                """
                  registered     %d phones, over TLS
                  message        %.0f ms from one phone to the other, the slower way
                  file           %.1f MB in %.0f ms, %.1f MB/s
                  call set-up    %.0f ms
                  audio          %s, %s
                  packets        %d sent, %d lost
                  path delay     %.0f ms median, %.0f ms for 95 of 100 frames
                  correlation    %.3f of the speech heard with the speech sent
                  processor      %s %% of one core
                  memory         %s MB
                """,
                registered,
                messageMs,
                file.bytes() / 1e6,
                file.ms(),
                file.megabytesPerSecond(),
                callSetupMs,
                codec,
                encryption,
                packetsSent,
                packetsLost,
                pathDelayMs.median,
                pathDelayMs.p95,
                correlation,
                cpu,
                rssMb);
    }
}
