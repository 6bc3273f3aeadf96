package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.proxy.ResponseContext.Origin;
import org.earshot.proxy.ResponseContext.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseContextTest {
    private final BranchId a = new BranchId(0);
    private final BranchId b = new BranchId(1);
    private ResponseContext context = new ResponseContext(true);

    @BeforeEach
    void twoBranches() {
        context.begin(a);
        context.begin(b);
    }

    @ParameterizedTest(name = "{0} and {1} give {2}")
    @CsvSource({
        "486, 603, 603",
        "603, 486, 603",
        "480, 302, 302",
        "404, 401, 401",
        "407, 486, 407",
        "415, 486, 415",
        "420, 404, 420",
        "484, 404, 484",
        "408, 486, 486",
        "480, 486, 486",
        "487, 486, 486",
        "408, 480, 480",
        "500, 404, 404",
        "503, 486, 486",
        "503, 503, 500",
        "503, 501, 501",
        "502, 503, 502",
        "408, 408, 408",
    })
    void theBestFinalResponseGoesBack(int first, int second, int best) {
        context.onFinal(a, peer(first));
        BranchId from = first == best || (first == 503 && best == 500) ? a : b;
        assertThat(context.onFinal(b, peer(second)))
                .isEqualTo(new Decision.Forward(from, best, false));
    }

    @ParameterizedTest(name = "{0} beats the 488 for keys: {1}")
    @CsvSource({"486, true", "480, true", "404, true", "603, true", "487, true", "302, true"})
    void whatAPhoneSaysBeatsTheRefusalOfKeys(int status, boolean phoneWins) {
        context.onFinal(a, new Outcome(488, Origin.VETO));
        assertThat(context.onFinal(b, peer(status)))
                .isEqualTo(
                        phoneWins
                                ? new Decision.Forward(b, status, false)
                                : new Decision.Forward(a, 488, false));
    }

    @Test
    void theRefusalOfKeysSaysMoreThanAPhoneThatIsGone() {
        context.onFinal(a, new Outcome(488, Origin.VETO));
        assertThat(context.onFinal(b, new Outcome(408, Origin.GAVE_UP)))
                .isEqualTo(new Decision.Forward(a, 488, false));
    }

    @Test
    void a2xxGoesBackAtOnceAndEndsTheOthers() {
        assertThat(context.onFinal(a, peer(200))).isEqualTo(new Decision.Forward(a, 200, true));
        assertThat(context.onFinal(b, peer(487))).isEqualTo(new Decision.Wait());
        assertThat(context.isComplete()).isTrue();
    }

    @Test
    void every2xxOfAnInviteGoesBack() {
        context.onFinal(a, peer(200));
        assertThat(context.onFinal(b, peer(200))).isEqualTo(new Decision.Forward(b, 200, false));
        assertThat(context.onFinal(a, peer(200))).isEqualTo(new Decision.Forward(a, 200, false));
    }

    @Test
    void a2xxThatComesAfterTheBestGoesBackToo() {
        context.onFinal(a, peer(486));
        context.onFinal(b, peer(487));
        assertThat(context.onFinal(b, peer(200))).isEqualTo(new Decision.Forward(b, 200, false));
    }

    @Test
    void oneAnswerToAMessageIsEnough() {
        context = new ResponseContext(false);
        twoBranches();
        assertThat(context.onFinal(a, peer(200))).isEqualTo(new Decision.Forward(a, 200, false));
        assertThat(context.onFinal(b, peer(200))).isEqualTo(new Decision.Wait());
    }

    @Test
    void a6xxEndsTheOthersAndWaitsForThem() {
        assertThat(context.onFinal(a, peer(603))).isEqualTo(new Decision.CancelOthers());
        assertThat(context.onFinal(b, peer(487))).isEqualTo(new Decision.Forward(a, 603, false));
    }

    @Test
    void a2xxBeatsThe6xxThatCameFirst() {
        context.onFinal(a, peer(603));
        assertThat(context.onFinal(b, peer(200))).isEqualTo(new Decision.Forward(b, 200, false));
    }

    @Test
    void nothingGoesBackWhileABranchWaits() {
        assertThat(context.onFinal(a, peer(486))).isEqualTo(new Decision.Wait());
    }

    @Test
    void provisionalResponsesGoBackUntilAFinalOne() {
        assertThat(context.forwardsProvisional(100)).isFalse();
        assertThat(context.forwardsProvisional(180)).isTrue();
        context.onFinal(a, peer(200));
        assertThat(context.forwardsProvisional(183)).isFalse();
    }

    private static Outcome peer(int status) {
        return new Outcome(status, Origin.PEER);
    }
}
