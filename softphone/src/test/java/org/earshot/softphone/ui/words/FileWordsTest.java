package org.earshot.softphone.ui.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileWordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "999, 999 bytes",
        "1000, 1.0 kB",
        "2500000, 2.5 MB",
        "25000000, 25 MB",
        "5000000000, 5.0 GB",
        "9223372036854775807, 9223372 TB"
    })
    void sizesAreReadByPeople(long bytes, String words) {
        assertThat(FileWords.size(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, plan.pdf did not arrive: the connection broke",
        "BLOCKED, plan.pdf is not allowed: the connection broke",
        "CANCELLED, plan.pdf was not sent to its end: the connection broke"
    })
    void whatBecameOfItIsSaidWithItsReason(FilePhase state, String words) {
        assertThat(FileWords.end(file(state, 100, "the connection broke"))).isEqualTo(words);
    }

    @Test
    void anEmptyFileHasNoPercents() {
        assertThat(FileWords.percent(file(FilePhase.PROGRESS, 0, ""))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "PROGRESS, false, DIRECT, 'To bob@example.org: plan.pdf (1.0 kB), 0 %, directly'",
        "PROGRESS, false, STORE, 'To bob@example.org: plan.pdf (1.0 kB), 0 %, by way of the server'",
        "PROGRESS, true, STORE, 'From bob@example.org: plan.pdf (1.0 kB), 0 %, from the server'",
        "PROGRESS, false, RELAY, 'To bob@example.org: plan.pdf (1.0 kB), 0 %, over the server'",
        "OFFERED, true, DIRECT, 'bob@example.org sends you plan.pdf (1.0 kB)'",
        "OFFERED, true, STORE, 'bob@example.org sends you plan.pdf (1.0 kB), kept by the server'",
        "COMPLETE, false, DIRECT, 'Sent plan.pdf (1.0 kB)'",
        "COMPLETE, false, STORE, 'The server keeps plan.pdf (1.0 kB) for bob@example.org'"
    })
    void theWayIsSaid(FilePhase state, boolean incoming, FileWay way, String words) {
        assertThat(FileWords.now(file(state, 1000, "", incoming, way))).isEqualTo(words);
    }

    private static FileChanged file(FilePhase state, long size, String reason) {
        return file(state, size, reason, false, FileWay.DIRECT);
    }

    private static FileChanged file(
            FilePhase state, long size, String reason, boolean incoming, FileWay way) {
        return new FileChanged(
                new Id(1),
                "sip:bob@example.org",
                incoming,
                "plan.pdf",
                size,
                state,
                0,
                "",
                reason,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(way));
    }
}
