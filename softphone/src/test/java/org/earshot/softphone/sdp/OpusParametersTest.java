package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Random;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.codec.OpusMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 7587 §6.1.
class OpusParametersTest {
    private static final AudioWishes ALL = new AudioWishes(true, true, true);

    @Test
    void whatIsNotSaidHasTheDefaultOfTheRfc() {
        assertThat(OpusParameters.mode("", AudioWishes.NONE))
                .isEqualTo(new OpusMode(false, false, false, false, 510_000, 48_000));
    }

    /// The examples of RFC 7587 §7, and what phones send.
    @ParameterizedTest
    @CsvSource({
        "maxplaybackrate=16000; sprop-maxcapturerate=16000; maxaveragebitrate=20000; stereo=1; useinbandfec=1; usedtx=0, true, false, 20000, 16000",
        "maxaveragebitrate=20000;useinbandfec=1, true, false, 20000, 48000",
        "stereo=1; sprop-stereo=1, false, false, 510000, 48000",
        "minptime=10;useinbandfec=1, true, false, 510000, 48000",
        "USEINBANDFEC=1 ; CBR=1, true, true, 510000, 48000",
        "useinbandfec=1;useinbandfec=0, false, false, 510000, 48000",
        "useinbandfec=yes;cbr=2;usedtx, false, false, 510000, 48000",
        "maxaveragebitrate=1;maxplaybackrate=1, false, false, 6000, 8000",
        "maxaveragebitrate=999999999;maxplaybackrate=96000, false, false, 510000, 48000",
        "maxaveragebitrate=99999999999999;maxplaybackrate=-8000, false, false, 510000, 48000"
    })
    void whatIsSaidCounts(String fmtp, boolean redundancy, boolean constant, int rate, int hz) {
        assertThat(OpusParameters.mode(fmtp, AudioWishes.NONE))
                .isEqualTo(new OpusMode(redundancy, constant, false, false, rate, hz));
    }

    @Test
    void silenceIsForBothOrForNobodyAndAConstantBitrateForWhoWantsIt() {
        assertThat(OpusParameters.mode("usedtx=1", AudioWishes.NONE).discontinuous()).isFalse();
        assertThat(OpusParameters.mode("usedtx=0", ALL).discontinuous()).isFalse();
        assertThat(OpusParameters.mode("usedtx=1", ALL).discontinuous()).isTrue();
        assertThat(OpusParameters.mode("", ALL).constantBitrate()).isTrue();
        assertThat(OpusParameters.mode("cbr=1", AudioWishes.NONE).constantBitrate()).isTrue();
        assertThat(OpusParameters.mode("", ALL).lowDelay()).isTrue();
    }

    @Test
    void ourOwnPhonesUnderstandEachOther() {
        assertThat(OpusParameters.mode(OpusParameters.describe(AudioWishes.NONE), AudioWishes.NONE))
                .isEqualTo(OpusMode.USUAL);
        assertThat(OpusParameters.mode(OpusParameters.describe(ALL), ALL))
                .isEqualTo(new OpusMode(true, true, true, true, 510_000, 48_000));
    }

    @Test
    void offerAndAnswerAgreeUponThem() throws SdpException {
        OfferAnswer quiet = phone(new AudioWishes(true, false, false));
        OfferAnswer constant = phone(new AudioWishes(true, true, false));
        Offer offer = quiet.offer(OfferedProfile.PLAIN);
        Agreement there =
                constant.answer(offer.description(), Optional.empty(), Direction.SEND_RECV);
        Agreement here = quiet.agree(offer, there.local());

        assertThat(new String(there.local().toBytes(), StandardCharsets.UTF_8))
                .contains("useinbandfec=1;stereo=0;sprop-stereo=0;cbr=1;usedtx=1")
                .contains("a=maxptime:60");
        assertThat(here.media().codec().opus())
                .isEqualTo(new OpusMode(true, true, true, false, 510_000, 48_000));
        assertThat(there.media().codec().opus()).isEqualTo(here.media().codec().opus());
    }

    @Test
    void randomAndTruncatedTextIsBorne() {
        Random random = new Random(7_587);
        String real =
                "maxplaybackrate=16000; maxaveragebitrate=20000; stereo=1; useinbandfec=1; usedtx=1; cbr=1";
        for (int cut = 0; cut <= real.length(); cut++) {
            OpusMode mode = OpusParameters.mode(real.substring(0, cut), ALL);
            assertThat(mode.maxPlaybackHz()).isBetween(8_000, 48_000);
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(OpusParameters.mode(text + ";usedtx=1", ALL).discontinuous()).isTrue();
        }
    }

    private static OfferAnswer phone(AudioWishes wishes) {
        return new OfferAnswer(
                new LocalMedia(InetAddress.ofLiteral("192.0.2.2"), 6_000, 6_001, "x", 20),
                new MediaPolicy(true, true, wishes),
                new SecureRandom());
    }
}
