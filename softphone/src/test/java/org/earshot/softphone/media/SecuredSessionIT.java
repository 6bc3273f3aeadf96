package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.SessionPair.OPUS;
import static org.earshot.softphone.media.SessionPair.PCMU;
import static org.earshot.softphone.media.SessionPair.await;
import static org.earshot.softphone.media.SessionPair.keys;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.srtp.SrtpContext;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who has the keys hears, and nobody else; by the bytes that a relay between two sessions sees.
class SecuredSessionIT {
    @RegisterExtension private final SessionPair pair = new SessionPair();
    private final TestSession alice = pair.alice;
    private final TestSession bob = pair.bob;

    @ParameterizedTest
    @EnumSource
    void withKeysThereIsOnlySrtpOnTheWire(SrtpSuite suite) {
        SrtpKeys toBob = SrtpKeys.generate(suite, new SecureRandom());
        SrtpKeys toAlice = SrtpKeys.generate(suite, new SecureRandom());
        pair.start(PCMU, Optional.of(toBob), Optional.of(toAlice));
        pair.talk(20);
        await(() -> bob.received() == 20 && alice.received() == 20);
        SrtpContext eavesdropperWithTheKey = new SrtpContext(toBob);
        List<byte[]> rtp =
                pair.relay.heard().stream()
                        .filter(p -> !RtpHeader.isRtcp(ByteBuffer.wrap(p)))
                        .toList();
        assertThat(rtp).hasSize(40);
        assertThat(rtp).allSatisfy(p -> assertThat(p).hasSize(172 + suite.rtpTagBytes()));
        assertThat(rtp)
                .filteredOn(p ->
                        eavesdropperWithTheKey
                                .unprotect(p.clone(), p.length)
                                .equals(new Accepted(172)))
                .hasSize(20);
        assertThat(pair.relay.holding(alice.firstPayload())).isEmpty();
        assertThat(bob.session.statistics().refused()).isEmpty();
        assertThat(bob.session.statistics().packetsLost()).isZero();
        assertThat(alice.sent()).isEqualTo(20);
    }

    @Test
    void withoutKeysAudioIsPlainRtp() {
        pair.startPlain(PCMU);
        alice.session.setMuted(true);
        pair.talk(5);
        await(() -> bob.received() == 5);
        byte[] silence = new byte[160];
        Arrays.fill(silence, (byte) 0xFF); // µ-law's zero
        assertThat(pair.relay.holding(silence)).isPresent();
    }

    @Test
    void whatComesPlainIsRefusedWhereKeysAreSet() throws Exception {
        pair.startEncrypted(PCMU);
        byte[] plain = new byte[172];
        RtpHeader.write(ByteBuffer.wrap(plain), true, 0, 5, 160, 77);
        pair.relay.inject(plain);
        pair.relay.inject(new byte[] {1, 2, 3});
        await(() -> bob.session.statistics().refused().size() == 2);
        assertThat(bob.session.statistics().refused())
                .containsEntry(Reason.NOT_AUTHENTIC, 1L)
                .containsEntry(Reason.MALFORMED, 1L);
        assertThat(bob.received()).isZero();
        assertThat(bob.session.statistics().mos()).isEqualTo(1);
    }

    @Test
    void otherKeysAreRefusedAndNothingIsHeard() {
        SrtpKeys keys = keys();
        alice.session.start(alice.parameters(pair.relay.forLeft(), PCMU, keys, keys()));
        bob.session.start(bob.parameters(pair.relay.forRight(), PCMU, keys(), keys()));
        pair.talk(10);
        await(() ->
                bob.session.statistics().refused().getOrDefault(Reason.NOT_AUTHENTIC, 0L) == 10);
        assertThat(bob.received()).isZero();
    }

    @Test
    void newKeysByUpdateLoseNoPacket() {
        SrtpKeys toAlice = keys();
        SrtpKeys oldKeys = keys();
        SrtpKeys newKeys = keys();
        alice.session.start(alice.parameters(pair.relay.forLeft(), OPUS, oldKeys, toAlice));
        bob.session.start(bob.parameters(pair.relay.forRight(), OPUS, toAlice, oldKeys));
        pair.talk(10);
        bob.session.update(bob.parameters(pair.relay.forRight(), OPUS, toAlice, newKeys));
        pair.talk(10); // still under the old keys
        await(() -> bob.received() == 20);
        alice.session.update(alice.parameters(pair.relay.forLeft(), OPUS, newKeys, toAlice));
        pair.talk(10);
        await(() -> bob.received() == 30 && alice.received() == 30);
        assertThat(bob.session.statistics().refused()).isEmpty();
        assertThat(bob.session.statistics().packetsLost()).isZero();
    }
}
