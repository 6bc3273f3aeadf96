package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.earshot.softphone.sdp.OfferedProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// DESIGN: what is offered, one after the other; plain never but where the user wants that.
class OfferPlanTest {

    @ParameterizedTest(name = "{index}: {6}")
    @CsvSource({
        // encrypted way, own domain, fallback wanted, plain allowed, DTLS, preferred, plan
        "true, true, false, true, false, SDES, KEYED",
        "true, true, false, true, true, SDES, KEYED DTLS",
        "true, true, true, true, true, SDES, KEYED DTLS PLAIN",
        "true, true, true, false, true, SDES, KEYED DTLS",
        "true, false, false, true, true, SDES, KEYED_IF_POSSIBLE KEYED DTLS",
        "false, true, false, true, true, SDES, PLAIN",
        "false, true, false, false, true, SDES, DTLS",
        "false, true, false, false, false, SDES, ''",
        "true, true, false, true, true, DTLS, DTLS KEYED",
        "true, false, true, true, true, DTLS, DTLS KEYED_IF_POSSIBLE KEYED PLAIN",
        "false, true, false, true, true, DTLS, DTLS",
        "false, true, true, true, true, DTLS, DTLS PLAIN",
        "false, true, true, false, true, DTLS, DTLS",
    })
    void plan(
            boolean encrypted,
            boolean ownDomain,
            boolean plainFallback,
            boolean plainAllowed,
            boolean dtls,
            KeyAgreement preferred,
            String plan) {
        assertThat(
                        OfferPlan.of(
                                        encrypted,
                                        ownDomain,
                                        plainFallback,
                                        plainAllowed,
                                        dtls,
                                        preferred)
                                .stream()
                                .map(OfferedProfile::name)
                                .collect(Collectors.joining(" ")))
                .isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, SDES, KEYED",
        "true, true, DTLS, DTLS",
        "false, true, SDES, PLAIN",
        "false, true, DTLS, DTLS",
        "true, false, DTLS, KEYED"
    })
    void inTheAnswerToACallWithoutAnOffer(
            boolean encrypted, boolean dtls, KeyAgreement preferred, OfferedProfile offered) {
        assertThat(OfferPlan.inAnswer(encrypted, dtls, preferred)).isEqualTo(offered);
    }
}
