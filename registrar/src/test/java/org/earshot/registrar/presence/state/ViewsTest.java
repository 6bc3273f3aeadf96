package org.earshot.registrar.presence.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallKey;
import org.earshot.common.call.CallRecord;
import org.earshot.common.presence.ComposedPresence;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
import org.earshot.common.presence.PublishedPresence;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is composed, and who may see it: as tables.
class ViewsTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    private static final AddressOfRecord EVE = new AddressOfRecord("eve", "elsewhere.example");

    private static Facts facts(
            boolean reachable,
            List<PresenceState> published,
            List<CallRecord> calls,
            Map<AddressOfRecord, Verdict> rules,
            AddressOfRecord... watchers) {
        return facts(true, reachable, published, calls, rules, watchers);
    }

    private static Facts facts(
            boolean ofDevice,
            boolean reachable,
            List<PresenceState> published,
            List<CallRecord> calls,
            Map<AddressOfRecord, Verdict> rules,
            AddressOfRecord... watchers) {
        return new Facts(
                ALICE,
                true,
                reachable,
                published.stream()
                        .map(one -> new Facts.Published(PublishedPresence.of(one), ofDevice))
                        .toList(),
                calls,
                rules,
                Optional.of(new WaitingMessages.Count(3, 4)),
                Arrays.stream(watchers)
                        .map(one -> new Facts.Watching(one, Instant.EPOCH, Instant.MAX))
                        .toList());
    }

    private static CallRecord call(String caller, String callee, CallRecord.State state) {
        return new CallRecord(
                new CallKey("c", "t"), "n", caller, callee, state, Instant.EPOCH, Instant.MAX);
    }

    private static Views views(Consent.Others others, Consent.Lamps lamps, boolean peers) {
        return new Views(new Consent(others, lamps, peers));
    }

    private static Views colleagues() {
        return views(Consent.Others.COLLEAGUES, Consent.Lamps.COLLEAGUES, false);
    }

    @ParameterizedTest(name = "reachable {0}, published {1}, call {2}: {3}")
    @CsvSource({
        "true,  -,                -,              AVAILABLE",
        "true,  AVAILABLE,        -,              AVAILABLE",
        "true,  AWAY,             -,              AWAY",
        "true,  BUSY AVAILABLE,   -,              BUSY",
        "true,  OFFLINE,          -,              OFFLINE",
        "true,  OFFLINE AWAY,     -,              AWAY",
        "true,  UNKNOWN,          -,              AVAILABLE",
        "true,  -,                out EARLY,      ON_THE_PHONE",
        "true,  -,                in EARLY,       AVAILABLE",
        "true,  AWAY,             in CONFIRMED,   ON_THE_PHONE",
        "true,  OFFLINE,          out CONFIRMED,  OFFLINE",
        "false, -,                -,              OFFLINE",
        "false, AVAILABLE,        -,              OFFLINE",
        "false, BUSY,             out CONFIRMED,  OFFLINE",
    })
    void presenceIsComposed(
            boolean reachable, String published, String call, PresenceStatus expected) {
        assertThat(composed(true, reachable, published, call)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "reachable {0}, published {1}, call {2}: {3}")
    @CsvSource({
        "false, AVAILABLE,        -,              AVAILABLE",
        "false, OFFLINE,          -,              OFFLINE",
        "false, BUSY AWAY,        -,              BUSY",
        "false, AWAY,             out CONFIRMED,  ON_THE_PHONE",
        "false, AWAY,             in EARLY,       AWAY",
        "false, OFFLINE,          out CONFIRMED,  OFFLINE",
        "true,  AWAY,             -,              AWAY",
    })
    void whatIsPublishedWithoutAPhoneCountsByItself(
            boolean reachable, String published, String call, PresenceStatus expected) {
        assertThat(composed(false, reachable, published, call)).isEqualTo(expected);
    }

    private static PresenceStatus composed(
            boolean ofDevice, boolean reachable, String published, String call) {
        List<PresenceState> states =
                published.equals("-")
                        ? List.of()
                        : Arrays.stream(published.split(" ", -1))
                                .map(PresenceStatus::valueOf)
                                .map(PresenceState::of)
                                .toList();
        List<CallRecord> calls = List.of();
        if (!call.equals("-")) {
            CallRecord.State state = CallRecord.State.valueOf(call.split(" ", 2)[1]);
            calls =
                    List.of(
                            call.startsWith("out")
                                    ? call(ALICE.toString(), "sip:x@y.example", state)
                                    : call("sip:x@y.example", ALICE.toString(), state));
        }
        return Views.presence(facts(ofDevice, reachable, states, calls, Map.of())).state().status();
    }

    @ParameterizedTest(name = "{0}, rule {1}: a colleague {2}, a stranger {3}")
    @CsvSource({
        "COLLEAGUES, -,            ACTIVE,   PENDING",
        "COLLEAGUES, ALLOW,        ACTIVE,   ACTIVE",
        "COLLEAGUES, POLITE_BLOCK, ACTIVE,   ACTIVE",
        "COLLEAGUES, BLOCK,        REJECTED, REJECTED",
        "COLLEAGUES, ASK,          ACTIVE,   PENDING",
        "ASK,        -,            PENDING,  PENDING",
        "ASK,        ALLOW,        ACTIVE,   ACTIVE",
        "ASK,        BLOCK,        REJECTED, REJECTED",
        "NOBODY,     -,            REJECTED, REJECTED",
        "NOBODY,     ALLOW,        ACTIVE,   ACTIVE",
        "NOBODY,     ASK,          REJECTED, REJECTED",
    })
    void whoMaySee(
            Consent.Others others, String rule, View.Standing colleague, View.Standing stranger) {
        Views views = views(others, Consent.Lamps.COLLEAGUES, false);
        Map<AddressOfRecord, Verdict> rules =
                rule.equals("-")
                        ? Map.of()
                        : Map.of(BOB, Verdict.valueOf(rule), EVE, Verdict.valueOf(rule));
        Facts facts = facts(true, List.of(), List.of(), rules);
        assertThat(views.of(facts, EventPackage.PRESENCE, BOB).standing()).isEqualTo(colleague);
        assertThat(views.of(facts, EventPackage.PRESENCE, EVE).standing()).isEqualTo(stranger);
        assertThat(views.of(facts, EventPackage.PRESENCE, ALICE).standing())
                .isEqualTo(View.Standing.ACTIVE);
    }

    @ParameterizedTest(name = "lamps {0}, rule {1}: a colleague {2}, a stranger {3}")
    @CsvSource({
        "COLLEAGUES, -,     ACTIVE,   PENDING",
        "COLLEAGUES, ALLOW, ACTIVE,   ACTIVE",
        "COLLEAGUES, BLOCK, REJECTED, REJECTED",
        "ALLOWED,    -,     REJECTED, PENDING",
        "ALLOWED,    ALLOW, ACTIVE,   ACTIVE",
        "ALLOWED,    ASK,   REJECTED, PENDING",
        "NOBODY,     -,     REJECTED, PENDING",
        "NOBODY,     ALLOW, REJECTED, REJECTED",
    })
    void whoMaySeeCalls(
            Consent.Lamps lamps, String rule, View.Standing colleague, View.Standing stranger) {
        Views views = views(Consent.Others.COLLEAGUES, lamps, false);
        Map<AddressOfRecord, Verdict> rules =
                rule.equals("-")
                        ? Map.of()
                        : Map.of(BOB, Verdict.valueOf(rule), EVE, Verdict.valueOf(rule));
        Facts facts = facts(true, List.of(), List.of(), rules);
        assertThat(views.of(facts, EventPackage.DIALOG, BOB).standing()).isEqualTo(colleague);
        assertThat(views.of(facts, EventPackage.DIALOG, EVE).standing()).isEqualTo(stranger);
        assertThat(views.of(facts, EventPackage.DIALOG, ALICE).standing())
                .isEqualTo(View.Standing.ACTIVE);
    }

    @Test
    void aLampNamesNobodyUnlessItMay() {
        Facts facts =
                facts(
                        true,
                        List.of(),
                        List.of(call(EVE.toString(), ALICE.toString(), CallRecord.State.EARLY)),
                        Map.of());
        assertThat(lamp(colleagues(), facts, BOB).peer()).isEmpty();
        assertThat(lamp(colleagues(), facts, ALICE).peer()).contains(EVE.toString());
        Views open = views(Consent.Others.COLLEAGUES, Consent.Lamps.COLLEAGUES, true);
        assertThat(lamp(open, facts, BOB).peer()).contains(EVE.toString());
        assertThat(lamp(open, facts, BOB).initiator()).isFalse();
        assertThat(lamp(open, facts, BOB).confirmed()).isFalse();
        assertThat(lamp(open, facts, BOB).id()).doesNotContain("call");
    }

    private static Lamp lamp(Views views, Facts facts, AddressOfRecord watcher) {
        return ((View.Body.Lamps) views.of(facts, EventPackage.DIALOG, watcher).body())
                .lamps()
                .getFirst();
    }

    @Test
    void whoIsKeptOutPolitelySeesNobody() {
        Facts facts =
                facts(
                        true,
                        List.of(),
                        List.of(call(ALICE.toString(), "sip:x@y.example", CallRecord.State.EARLY)),
                        Map.of(BOB, Verdict.POLITE_BLOCK));
        assertThat(colleagues().of(facts, EventPackage.PRESENCE, BOB))
                .isEqualTo(
                        View.active(
                                new View.Body.Presence(
                                        ComposedPresence.of(
                                                PresenceState.of(PresenceStatus.OFFLINE)))));
        assertThat(colleagues().of(facts, EventPackage.DIALOG, BOB))
                .isEqualTo(View.active(new View.Body.Lamps(List.of())));
    }

    @Test
    void onesOwnBusinessIsOnesOwn() {
        Facts facts = facts(true, List.of(), List.of(), Map.of());
        for (EventPackage own :
                List.of(EventPackage.MESSAGE_SUMMARY, EventPackage.PRESENCE_WINFO)) {
            assertThat(colleagues().of(facts, own, BOB).standing())
                    .isEqualTo(View.Standing.REJECTED);
            assertThat(colleagues().of(facts, own, ALICE).standing())
                    .isEqualTo(View.Standing.ACTIVE);
        }
        assertThat(colleagues().of(facts, EventPackage.MESSAGE_SUMMARY, ALICE).body())
                .isEqualTo(new View.Body.Messages(new WaitingMessages.Count(3, 4)));
    }

    @Test
    void theOwnerSeesWhoWatchesAndWhoAsks() {
        Views asking = views(Consent.Others.ASK, Consent.Lamps.COLLEAGUES, false);
        AddressOfRecord dave = new AddressOfRecord("dave", "example.org");
        Facts facts =
                facts(
                        true,
                        List.of(),
                        List.of(),
                        Map.of(BOB, Verdict.ALLOW, EVE, Verdict.ASK, dave, Verdict.ASK),
                        BOB,
                        EVE,
                        ALICE);
        assertThat(asking.of(facts, EventPackage.PRESENCE_WINFO, ALICE).body())
                .isEqualTo(
                        new View.Body.Watchers(
                                List.of(
                                        Watcher.of(BOB, Watcher.Standing.ACTIVE),
                                        Watcher.of(dave, Watcher.Standing.WAITING),
                                        Watcher.of(EVE, Watcher.Standing.PENDING)),
                                Set.of()));
    }

    @Test
    void nobodyWatchesAnAddressThatIsNone() {
        Facts none =
                new Facts(
                        ALICE,
                        false,
                        false,
                        List.of(),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        List.of());
        assertThat(colleagues().of(none, EventPackage.PRESENCE, BOB))
                .isEqualTo(View.without(View.Standing.NO_RESOURCE));
    }
}
