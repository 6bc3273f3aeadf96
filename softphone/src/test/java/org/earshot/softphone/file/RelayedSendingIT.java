package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.earshot.common.msrp.ByteRange;
import org.earshot.common.msrp.MsrpFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A sender at a relay, and what it makes of what comes from there.
class RelayedSendingIT {
    private static final int SIZE = 500_000;

    @TempDir Path folder;
    private FilePhones phones;
    private RelayAndReceiver relay;
    private final NotingFiles sent = new NotingFiles();
    private SourceFile source;
    private FileEngine.Relayed at;

    @BeforeEach
    void start() throws IOException {
        phones = new FilePhones(folder, Duration.ofSeconds(10));
        relay = new RelayAndReceiver();
        source = phones.source("plan.pdf", SIZE);
        at = phones.alice.relayed(relay);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        phones.close();
    }

    private FileSession send() {
        return phones.alice.send(
                new OutgoingFile(source, "application/pdf", 0),
                new MsrpPeer(
                        at.local(),
                        List.of(at.relay(), relay.receiver()),
                        Set.of(phones.bob.fingerprint()),
                        false),
                sent);
    }

    private MsrpFrame sendAll() throws InterruptedException {
        send();
        relay.connects(at.local());
        return relay.lastChunk();
    }

    @Test
    void aFileIsThereWhenReportsHaveNamedAllOfIt() throws Exception {
        MsrpFrame last = sendAll();
        assertThat(last.wantsSuccessReport()).isTrue();
        assertThat(last.toPath()).containsExactly(at.relay(), relay.receiver());
        assertThat(last.fromPath()).containsExactly(at.local());
        relay.reports(last, ByteRange.of(200_001, SIZE, SIZE), 200);
        relay.reports(last, ByteRange.of(1, 199_999, SIZE), 200);
        relay.login(); // the one of the beginning
        relay.login(); // and once more: time enough for what must not happen
        assertThat(sent.hasEnded()).isFalse();
        assertThat(sent.isConnected()).isTrue();
        relay.reports(last, ByteRange.of(200_000, 200_000, SIZE), 200);
        assertThat(sent.outcome().hash()).contains(source.sha256());
    }

    @Test
    void whoIsAtTheRelayStaysLoggedIn() throws Exception {
        MsrpFrame last = sendAll();
        for (int i = 0; i < 3; i++) {
            relay.login();
        }
        relay.reports(last, ByteRange.of(1, SIZE, SIZE), 200);
        assertThat(sent.outcome().failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "481, CONNECTION",
        "408, CONNECTION",
        "403, CONNECTION",
        "506, CONNECTION",
        "413, STOPPED",
        "400, REFUSED"
    })
    void whatAReportOfFailureMeans(int status, FileFailure.Reason reason) throws Exception {
        relay.reports(sendAll(), ByteRange.of(1, 1000, SIZE), status);
        assertThat(sent.failure()).isEqualTo(reason);
    }

    @Test
    void aRelayThatIsGoneIsABreakAlsoBeforeSomebodyCame() throws Exception {
        relay.login();
        send();
        relay.breaks();
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
        assertThat(sent.isConnected()).isFalse();
    }

    @Test
    void aRelayThatIsGoneBeforeTheAnswerCameIsABreakToo() throws Exception {
        relay.login();
        relay.breaks();
        send();
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
    }
}
