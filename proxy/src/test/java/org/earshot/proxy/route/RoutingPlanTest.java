package org.earshot.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.call.CallKey;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is dialled, and what becomes of it; no network.
class RoutingPlanTest {
    private static final Trunk PROVIDER = trunk("provider", 2);
    private static final Trunk BACKUP = trunk("backup", 2);
    private static final NumberingPlan GERMANY = new NumberingPlan("49", "0", "00");
    private static final RoutingPlan PLAN =
            new RoutingPlan(
                    List.of(PROVIDER, BACKUP),
                    GERMANY,
                    List.of("112", "110"),
                    List.of("backup", "provider"),
                    List.of(NumberPattern.of("+49900*"), NumberPattern.of("+883*")),
                    List.of(
                            rule("premium", "+49900*", List.of("carol"), true),
                            rule("country", "+49*", List.of("everybody"), false),
                            new DialRule(
                                    "abroad",
                                    NumberPattern.of("/\\+(44|33)[0-9]{5,12}/"),
                                    List.of("alice", "group:sales"),
                                    1,
                                    "00",
                                    List.of("provider"),
                                    false)),
                    List.of(
                            new InboundNumber(NumberPattern.of("+49301234*"), List.of("reception")),
                            new InboundNumber(NumberPattern.of("+4930123417"), List.of("alice"))),
                    3,
                    2);

    static Trunk trunk(String name, int maxCalls) {
        return new Trunk(
                name,
                name + ".example",
                5060,
                false,
                Transport.UDP,
                name + ".example",
                Optional.empty(),
                false,
                maxCalls,
                List.of("203.0.113.0/24"),
                false,
                "+49301234",
                Trunk.Identity.ASSERTED,
                Duration.ofSeconds(30),
                Duration.ofSeconds(6));
    }

    private static DialRule rule(String name, String pattern, List<String> who, boolean premium) {
        return new DialRule(
                name,
                NumberPattern.of(pattern),
                who,
                0,
                "",
                List.of("provider", "backup"),
                premium);
    }

    private static Caller caller(String name) {
        return new Caller(name, group -> group.equals("sales") && name.equals("bob"));
    }

    private static String words(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Out out ->
                    out.rule()
                            + out.hops().stream()
                                    .map(hop -> " " + hop.number() + "@" + hop.trunk().name())
                                    .reduce("", String::concat);
            case Ruling.Inside inside -> "inside " + inside.to();
            case Ruling.Refused refused -> refused.status() + " " + refused.why();
        };
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "+4930123, +4930123",
        "0049 30 123, +4930123",
        "030/123-45.6, +4930123456",
        "(030) 123, +4930123",
        "030123;phone-context=+49, +4930123",
        "112, 112",
        "0, 0",
        "00, +490",
        "*31#, *31#",
        "1234, 1234",
        "+49(0)900 123, +49900123",
        "+4900900123, +49900123",
        "0049 0900 123, +49900123",
        "00900123, +900123",
        "000900123, +49900123",
        "+0900123, +49900123",
        "+0049900123, +49900123",
        "+00490900123, +49900123",
        "+000049 0 900123, +49900123",
        "+490, +490",
        "+44020123, +44020123",
    })
    void numbersAreUnderstood(String dialled, String number) {
        assertThat(NumberingPlan.dialled(dialled).map(GERMANY::normalised)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "++49",
                "49+30",
                "+49a",
                "+49*900",
                "+49900#",
                "+",
                "0x12",
                "12345678901234567890123456789012345"
            })
    void otherTextIsNoNumber(String text) {
        assertThat(NumberingPlan.dialled(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0} by {1}: {2}")
    @CsvSource({
        "030123, dave, country +4930123@provider +4930123@backup",
        "+4930123, dave, country +4930123@provider +4930123@backup",
        "112, dave, emergency 112@backup 112@provider",
        "0900123, dave, 403 premium numbers may not be dialled",
        "0900123, carol, premium +49900123@provider +49900123@backup",
        "004420123456, alice, abroad 004420123456@provider",
        "004420123456, bob, abroad 004420123456@provider",
        "004420123456, dave, 403 you may not dial this number",
        "00883123456, alice, 404 no rule of the dial plan fits",
        "+15551234567, alice, 404 no rule of the dial plan fits",
        "1234, alice, 404 no rule of the dial plan fits",
        "alice, bob, 404 no number",
        "+49(0)900123, dave, 403 premium numbers may not be dialled",
        "+00490900123, dave, 403 premium numbers may not be dialled",
        "+0900123, dave, 403 premium numbers may not be dialled",
        "000, dave, 404 no number",
        "*31#, dave, 404 no rule of the dial plan fits",
        "0301234 17, bob, inside [alice]",
        "+49(0)301234 17, bob, inside [alice]",
        "0301234 18, bob, inside [reception]",
    })
    void rulesAreAskedInTheirOrder(String number, String caller, String ruling) {
        assertThat(words(PLAN.decide(number, caller(caller)).ruling())).isEqualTo(ruling);
    }

    @Test
    void codesOfStarsAreDialledWhereARuleNamesThemAlone() {
        RoutingPlan plan =
                new RoutingPlan(
                        List.of(PROVIDER),
                        new NumberingPlan("39", "", "00"),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                rule("named", "#31#", List.of("everybody"), false),
                                rule("star", "/\\*21.*/", List.of("everybody"), false),
                                rule("all", "*", List.of("everybody"), false)),
                        List.of(new InboundNumber(NumberPattern.of("*"), List.of("reception"))),
                        3,
                        2);
        assertThat(words(plan.decide("#31#", caller("dave")).ruling())).startsWith("named");
        assertThat(words(plan.decide("*21*0900#", caller("dave")).ruling())).startsWith("404");
        assertThat(plan.inbound("*21#")).isEmpty();
        // where no zero is dialled before a national number it belongs to it
        assertThat(plan.numbering().normalised("+39 06 1".replace(" ", ""))).isEqualTo("+39061");
        assertThat(new NumberingPlan("7", "8", "810").normalised("+7812123")).isEqualTo("+7812123");
    }

    @Test
    void aPlanSaysHowItCameToItsRuling() {
        assertThat(PLAN.decide("004420123456", caller("dave")).steps())
                .containsExactly(
                        "004420123456 is understood as +4420123456",
                        "rule premium: +49900* does not fit",
                        "rule country: +49* does not fit",
                        "rule abroad: fits, but is not for dave",
                        "no other rule fits");
    }

    @Test
    void withoutAPlanNobodyCallsOut() {
        assertThat(words(RoutingPlan.NONE.decide("112", caller("alice")).ruling()))
                .startsWith("404");
        assertThat(RoutingPlan.NONE.inbound("+49301234")).isEmpty();
    }

    @ParameterizedTest(name = "{0} rings {1}")
    @CsvSource({
        "+4930123417, alice",
        "4930123417, alice",
        "004930123417, alice",
        "030123417, alice",
        "4930123499, reception",
    })
    void numbersOfOursAreKnownHoweverTheyAreWritten(String number, String who) {
        assertThat(PLAN.inbound(number).orElseThrow().to()).containsExactly(who);
    }

    @Test
    void otherNumbersRingNobody() {
        assertThat(PLAN.inbound("+4420123456")).isEmpty();
        assertThat(PLAN.inbound("alice")).isEmpty();
    }

    @Test
    void theCalledSeeACallersOwnNumber() {
        assertThat(PLAN.numberOf("alice", PROVIDER)).isEqualTo("+4930123417");
        assertThat(PLAN.numberOf("bob", PROVIDER)).isEqualTo("+49301234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "abc",
                "+49**",
                "/(/",
                "/a)|(b/",
                "/(a+)\\1/",
                "/((a{1000}){1000}){1000}/",
                "4 9"
            })
    void whatIsNoPatternIsSaid(String text) {
        assertThatThrownBy(() -> NumberPattern.of(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExpressionFitsTheWholeNumber() {
        NumberPattern pattern = NumberPattern.of("/1|2[0-9]/");
        assertThat(pattern.matches("1")).isTrue();
        assertThat(pattern.matches("25")).isTrue();
        assertThat(pattern.matches("11")).isFalse();
        assertThat(pattern.matches("125")).isFalse();
        assertThat(NumberPattern.of("*").matches("+49")).isTrue();
    }

    @Test
    void randomTextIsAPatternOrIsRefused() {
        Random random = new Random(74);
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int at = random.nextInt(20); at > 0; at--) {
                text.append("+0123*#/()[]{}|\\.?^$a,-".charAt(random.nextInt(23)));
            }
            try {
                NumberPattern.of(text.toString()).matches("+4930123456");
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
            NumberingPlan.dialled(text.toString()).ifPresent(GERMANY::normalised);
            PLAN.decide(text.toString(), caller("alice"));
            PLAN.inbound(text.toString());
        }
    }

    private final FakeTimers clock = new FakeTimers();
    private final TrunkBook book = new TrunkBook(clock);

    private static CallKey call(int number) {
        return new CallKey("call " + number, "t");
    }

    private Optional<String> refusal(int number, String account) {
        return book.admit(call(number), account).map(TrunkBook.Refusal::why);
    }

    @Test
    void anAccountCallsOutSoOftenInAnHour() {
        book.take(PLAN);
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(i, "alice")).isEmpty();
            book.release(call(i));
        }
        assertThat(refusal(3, "alice").orElseThrow()).contains("3 calls", "hour");
        assertThat(refusal(4, "bob")).isEmpty();
        clock.advance(Duration.ofMinutes(61));
        assertThat(refusal(5, "alice")).isEmpty();
        book.clean();
    }

    @Test
    void anAccountHasSoManyCallsAtOnce() {
        book.take(PLAN);
        assertThat(refusal(1, "alice")).isEmpty();
        assertThat(refusal(2, "alice")).isEmpty();
        assertThat(refusal(3, "alice").orElseThrow()).contains("2 calls", "at once");
        book.answered(call(1), "x");
        book.answered(call(1), "y");
        book.ended(call(1), "x");
        book.answered(call(1), "x"); // a repeated answer
        book.ended(call(1), "z");
        book.release(call(1));
        assertThat(refusal(3, "alice")).as("one of two forks goes on").isPresent();
        book.ended(call(1), "y");
        assertThat(refusal(3, "alice")).isEmpty();
    }

    @Test
    void callsThatComeAtTheSameMomentCountEachOther() throws InterruptedException {
        book.take(PLAN);
        java.util.concurrent.atomic.AtomicInteger admitted =
                new java.util.concurrent.atomic.AtomicInteger();
        List<Thread> callers =
                java.util.stream.IntStream.range(0, 16)
                        .mapToObj(number ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            if (refusal(number, "alice").isEmpty()) {
                                                admitted.incrementAndGet();
                                            }
                                        }))
                        .toList();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(admitted).hasValue(2);
    }

    @Test
    void aCallThatGoesOnIsNotBegunAgain() {
        book.take(PLAN);
        assertThat(refusal(1, "alice")).isEmpty();
        assertThat(book.admit(call(1), "alice").orElseThrow().merged()).isTrue();
        assertThat(book.ring(call(1), PROVIDER).orElseThrow().merged()).isTrue();
        assertThat(book.admitEmergency(call(1), "alice")).isFalse();
        assertThat(book.admitEmergency(call(2), "alice")).isTrue();
        book.release(call(1));
        assertThat(book.ring(call(1), PROVIDER)).isEmpty();
    }

    @Test
    void aTrunkTakesSoManyCallsAndEmergenciesBesides() {
        book.take(PLAN);
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(i, "a" + i)).isEmpty();
        }
        assertThat(book.begin(call(0), PROVIDER, false)).isTrue();
        assertThat(book.begin(call(1), PROVIDER, false)).isTrue();
        assertThat(book.begin(call(2), PROVIDER, false)).isFalse();
        assertThat(book.begin(call(2), BACKUP, false)).isTrue();
        assertThat(book.admitEmergency(call(4), "d")).isTrue();
        assertThat(book.begin(call(4), PROVIDER, true)).isTrue();
        assertThat(book.facts().getFirst().calls()).isEqualTo(3);
        assertThat(book.facts().getFirst().counts()).isEqualTo(new TrunkBook.Counts(3, 0, 0));
        clock.advance(Duration.ofHours(25));
        book.clean();
        assertThat(book.facts().getFirst().calls()).isZero();
    }

    @Test
    void whatRingsFromOutsideTakesNoLineAndIsBoundedApart() {
        book.take(PLAN);
        assertThat(book.ring(call(1), PROVIDER)).isEmpty();
        assertThat(book.ring(call(2), PROVIDER)).isEmpty();
        assertThat(book.ring(call(3), PROVIDER).orElseThrow().why()).contains("too many");
        assertThat(book.facts().getFirst().calls()).isZero();
        assertThat(refusal(4, "alice")).isEmpty();
        assertThat(book.begin(call(4), PROVIDER, false)).isTrue();
        book.answered(call(1), "x");
        assertThat(book.facts().getFirst().calls()).isEqualTo(2);
        assertThat(book.ring(call(3), PROVIDER)).isEmpty();
        book.ended(call(1), "x");
        assertThat(book.facts().getFirst().calls()).isEqualTo(1);
    }

    @Test
    void aTrunkThatIsDownIsTriedLast() {
        book.take(PLAN);
        List<Ruling.Hop> hops = List.of(new Ruling.Hop(PROVIDER, "1"), new Ruling.Hop(BACKUP, "1"));
        assertThat(book.inOrder(hops)).isEqualTo(hops);
        book.found(PROVIDER, TrunkState.Reach.DOWN, "no answer");
        assertThat(book.inOrder(hops)).isEqualTo(hops.reversed());
        book.found(PROVIDER, TrunkState.Reach.UP, "200");
        assertThat(book.inOrder(hops)).isEqualTo(hops);
    }

    @Test
    void aTrunkThatIsChangedIsAskedAnew() {
        book.take(PLAN);
        book.found(PROVIDER, TrunkState.Reach.DOWN, "no answer");
        book.take(
                new RoutingPlan(
                        List.of(trunk("provider", 7)),
                        GERMANY,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        1,
                        1));
        assertThat(book.facts().getFirst().state().reach()).isEqualTo(TrunkState.Reach.UNKNOWN);
        assertThat(book.owning(BACKUP.address("1"))).as("a call may go on there").isPresent();
    }

    @Test
    void thePlanTakenAgainChangesNothingAndANewPasswordDoes() {
        book.take(PLAN);
        book.found(PROVIDER, TrunkState.Reach.UP, "200");
        book.take(PLAN);
        assertThat(book.state(PROVIDER).reach()).isEqualTo(TrunkState.Reach.UP);
        assertThat(new TrunkLogin("us", "a")).isEqualTo(new TrunkLogin("us", "a"));
        assertThat(new TrunkLogin("us", "a")).isNotEqualTo(new TrunkLogin("us", "b"));
        assertThat(new TrunkLogin("us", "secret").toString()).doesNotContain("secret");
    }
}
