package org.earshot.softphone.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;

class DtlsLinkTest {
    private static final DtlsIdentity ALICE =
            DtlsIdentity.generate(new SecureRandom(), Instant.EPOCH);
    private static final DtlsIdentity BOB =
            DtlsIdentity.generate(new SecureRandom(), Instant.EPOCH);
    private static final byte[] LOST = {};

    private static DtlsParameters alice() {
        return new DtlsParameters(ALICE, DtlsRole.ACTIVE, Set.of(BOB.fingerprint()));
    }

    private static DtlsParameters bob() {
        return new DtlsParameters(BOB, DtlsRole.PASSIVE, Set.of(ALICE.fingerprint()));
    }

    @Test
    void whatOneSendsWithIsWhatTheOtherReceivesWith() throws Exception {
        try (Wire wire = Wire.clean(alice(), bob())) {
            wire.start();
            DtlsKeys ofActive = wire.active.awaitKeys();
            DtlsKeys ofPassive = wire.passive.awaitKeys();
            assertThat(ofActive.outbound()).isEqualTo(ofPassive.inbound());
            assertThat(ofActive.inbound()).isEqualTo(ofPassive.outbound());
            assertThat(ofActive.outbound()).isNotEqualTo(ofActive.inbound());
            assertThat(ofActive.outbound().suite()).isEqualTo(SrtpSuite.AEAD_AES_256_GCM);
            assertThat(ofActive.remote()).isEqualTo(BOB.fingerprint());
            assertThat(ofPassive.remote()).isEqualTo(ALICE.fingerprint());
        }
    }

    @Test
    void eachHandshakeHasKeysOfItsOwn() throws Exception {
        try (Wire first = Wire.clean(alice(), bob());
                Wire second = Wire.clean(alice(), bob())) {
            first.start();
            second.start();
            assertThat(first.active.awaitKeys().outbound())
                    .isNotEqualTo(second.active.awaitKeys().outbound());
        }
    }

    @Test
    void aServerWithAnotherCertificateGetsNoKeys() throws Exception {
        DtlsIdentity mallory = DtlsIdentity.generate(new SecureRandom(), Instant.EPOCH);
        DtlsParameters between =
                new DtlsParameters(mallory, DtlsRole.PASSIVE, Set.of(ALICE.fingerprint()));
        try (Wire wire = Wire.clean(alice(), between)) {
            wire.start();
            assertThat(wire.active.awaitFailure()).contains("not the announced one");
            assertThat(wire.passive.awaitFailure()).contains("bad_certificate");
            assertThat(wire.active.keys).isNotDone();
            assertThat(wire.passive.keys).isNotDone();
        }
    }

    @Test
    void aClientWithAnotherCertificateGetsNoKeys() throws Exception {
        DtlsIdentity mallory = DtlsIdentity.generate(new SecureRandom(), Instant.EPOCH);
        DtlsParameters between =
                new DtlsParameters(mallory, DtlsRole.ACTIVE, Set.of(BOB.fingerprint()));
        try (Wire wire = Wire.clean(between, bob())) {
            wire.start();
            assertThat(wire.passive.awaitFailure()).contains("not the announced one");
            assertThat(wire.active.awaitFailure()).contains("bad_certificate");
            assertThat(wire.passive.keys).isNotDone();
        }
    }

    @Test
    void whatIsLostIsSentAgain() throws Exception {
        AtomicInteger there = new AtomicInteger();
        AtomicInteger back = new AtomicInteger();
        UnaryOperator<byte[]> losesFirstTwo = p -> there.incrementAndGet() <= 2 ? LOST : p;
        UnaryOperator<byte[]> losesFirst = p -> back.incrementAndGet() <= 1 ? LOST : p;
        try (Wire wire = new Wire(alice(), bob(), losesFirstTwo, losesFirst)) {
            wire.start();
            assertThat(wire.active.awaitKeys().outbound())
                    .isEqualTo(wire.passive.awaitKeys().inbound());
        }
    }

    /// The passive side is ready before the active one: it must answer what comes again.
    @Test
    void theLastFlightIsSentAgainWhenItWasLost() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        // a flight that holds a ChangeCipherSpec (20) is the server's last
        UnaryOperator<byte[]> losesLast = p -> p[0] == 20 && lost.getAndIncrement() == 0 ? LOST : p;
        try (Wire wire = new Wire(alice(), bob(), UnaryOperator.identity(), losesLast)) {
            wire.start();
            assertThat(wire.passive.awaitKeys().inbound())
                    .isEqualTo(wire.active.awaitKeys().outbound());
            assertThat(lost.get()).isGreaterThan(1);
        }
    }

    @Test
    void nobodyThereIsToldInTime() throws Exception {
        Wire.End alone = new Wire.End();
        try (DtlsLink link = new DtlsLink(alice(), (bytes, offset, length) -> {}, alone, 600)) {
            link.start();
            assertThat(alone.awaitFailure()).contains("in time");
        }
        Wire.End waiting = new Wire.End();
        try (DtlsLink link = new DtlsLink(bob(), (bytes, offset, length) -> {}, waiting, 600)) {
            link.start();
            assertThat(waiting.awaitFailure()).contains("in time");
        }
    }

    @Test
    void whoListensTakesPartWheneverTheOtherSideBegins() throws Exception {
        try (Wire wire = Wire.clean(alice(), bob())) {
            wire.passiveLink.listen();
            wire.activeLink.listen(); // it is to begin, and does not yet
            assertThat(wire.passive.keys).isNotDone();
            wire.activeLink.start();
            assertThat(wire.active.awaitKeys().outbound())
                    .isEqualTo(wire.passive.awaitKeys().inbound());
            wire.passiveLink.start();
            assertThat(wire.passive.failure).isNotDone();
        }
    }

    @Test
    void whoListensHasTimeUntilTheStart() throws Exception {
        Wire.End waiting = new Wire.End();
        try (DtlsLink link = new DtlsLink(bob(), (bytes, offset, length) -> {}, waiting, 200)) {
            link.listen();
            assertThat(catchThrowable(() -> waiting.failure.get(500, TimeUnit.MILLISECONDS)))
                    .isInstanceOf(TimeoutException.class);
            assertThat(link.hasFailed()).isFalse();
            link.start();
            assertThat(waiting.awaitFailure()).contains("in time");
            assertThat(link.hasFailed()).isTrue();
        }
    }

    @Test
    void whatIsCutOnItsWayGivesNoKeysThatDiffer() throws Exception {
        Random random = new Random(7);
        AtomicInteger cut = new AtomicInteger();
        UnaryOperator<byte[]> cuts =
                p -> cut.incrementAndGet() <= 3 ? Arrays.copyOf(p, random.nextInt(p.length)) : p;
        try (Wire wire = new Wire(alice(), bob(), cuts, UnaryOperator.identity())) {
            wire.start();
            assertSameKeysOrFailure(wire);
        }
    }

    @Test
    void garbageBeforeAndBetweenGivesKeysOrAFailureAndNothingElse() throws Exception {
        Random random = new Random(20);
        for (int run = 0; run < 40; run++) {
            try (Wire wire = Wire.clean(alice(), bob())) {
                for (int i = 0; i < 20; i++) {
                    byte[] garbage = garbage(random);
                    wire.passiveLink.onPacket(garbage, garbage.length);
                    wire.activeLink.onPacket(garbage, garbage.length);
                }
                wire.start();
                assertSameKeysOrFailure(wire);
            }
        }
    }

    @Test
    void garbageAfterwardsChangesNothing() throws Exception {
        Random random = new Random(21);
        try (Wire wire = Wire.clean(alice(), bob())) {
            wire.start();
            wire.active.awaitKeys();
            wire.passive.awaitKeys();
            for (int i = 0; i < 5_000; i++) {
                byte[] garbage = garbage(random);
                wire.passiveLink.onPacket(garbage, garbage.length);
                wire.activeLink.onPacket(garbage, garbage.length);
            }
            assertThat(wire.active.failure).isNotDone();
            assertThat(wire.passive.failure).isNotDone();
        }
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (20 + random.nextInt(6)); // a record type, or nearly
        if (bytes.length > 2 && random.nextBoolean()) {
            bytes[1] = (byte) 0xFE;
            bytes[2] = (byte) 0xFD;
        }
        return bytes;
    }

    private static void assertSameKeysOrFailure(Wire wire) throws Exception {
        Object either =
                CompletableFuture.anyOf(
                                wire.active.keys.thenCombine(
                                        wire.passive.keys,
                                        (a, p) -> a.outbound().equals(p.inbound())),
                                wire.active.failure,
                                wire.passive.failure)
                        .get(60, TimeUnit.SECONDS);
        assertThat(either).isNotEqualTo(false);
    }

    @Test
    void theFirstByteTellsWhatADatagramIs() {
        assertThat(DtlsLink.isDtls((byte) 19)).isFalse();
        assertThat(DtlsLink.isDtls((byte) 20)).isTrue();
        assertThat(DtlsLink.isDtls((byte) 63)).isTrue();
        assertThat(DtlsLink.isDtls((byte) 64)).isFalse();
        assertThat(DtlsLink.isDtls((byte) 0)).isFalse();
        assertThat(DtlsLink.isDtls((byte) 128)).isFalse();
    }
}
