package org.earshot.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.earshot.server.config.LdapConfig.Existing;
import org.earshot.server.config.LdapConfig.Vanished;
import org.junit.jupiter.api.Test;

class SyncPlanTest {
    private static final SyncPlan.Rules CLOSING =
            new SyncPlan.Rules(Vanished.CLOSE, 10, Existing.LEAVE);

    private final List<LdapPerson> people = new ArrayList<>();
    private final List<LdapPerson.Refused> unfit = new ArrayList<>();
    private final Map<String, String> open = new TreeMap<>();
    private final Map<String, LdapTable.Linked> linked = new TreeMap<>();
    private Set<String> closed = Set.of();

    private void there(String name, String displayName, String id) {
        people.add(new LdapPerson(name, displayName, id, Optional.empty()));
    }

    private void linked(String name, String displayName, String id) {
        open.put(name, displayName);
        linked.put(name, new LdapTable.Linked(id, Optional.empty()));
    }

    private SyncPlan plan(SyncPlan.Rules rules) {
        return SyncPlan.of(people, unfit, new SyncPlan.Accounts(open, closed, linked), rules);
    }

    private List<String> steps(SyncPlan.Rules rules) {
        return plan(rules).steps().stream().map(SyncPlan.Step::words).toList();
    }

    @Test
    void whoIsNewIsAddedWhoIsCalledOtherwiseRenamedAndWhoHasLeftClosed() {
        there("alice", "Alice", "1");
        there("bob", "Robert", "2");
        linked("bob", "Bob", "2");
        there("carol", "Carol", "3");
        linked("carol", "Carol", "3");
        linked("dave", "Dave", "4");
        assertThat(steps(CLOSING))
                .containsExactly("add alice (Alice)", "rename bob to Robert", "close dave");
        assertThat(plan(CLOSING).unchanged()).isEqualTo(1);
        SyncPlan keeping = plan(new SyncPlan.Rules(Vanished.KEEP, 10, Existing.LEAVE));
        assertThat(keeping.vanished()).containsExactly("dave");
        assertThat(keeping.count(SyncPlan.Step.Close.class)).isZero();
    }

    @Test
    void anotherPictureIsTakenAndOneThatIsGoneIsKept() {
        open.put("alice", "");
        linked.put("alice", new LdapTable.Linked("1", Optional.of("aa")));
        people.add(new LdapPerson("alice", "", "1", Optional.of("bb")));
        assertThat(steps(CLOSING)).containsExactly("picture of alice");
        people.clear();
        there("alice", "", "1");
        assertThat(steps(CLOSING)).isEmpty();
    }

    @Test
    void whenManyWouldBeClosedAtOnceNoneIs() {
        IntStream.range(0, 100).forEach(i -> linked("p" + i, "", "" + i));
        IntStream.range(11, 100).forEach(i -> there("p" + i, "", "" + i));
        SyncPlan guarded = plan(CLOSING);
        assertThat(guarded.steps()).isEmpty();
        assertThat(guarded.vanished()).hasSize(11);
        assertThat(guarded.warning().orElse("")).contains("11 of 100 accounts would be closed");
        there("p10", "", "10");
        assertThat(plan(CLOSING).count(SyncPlan.Step.Close.class)).isEqualTo(10);
        assertThat(plan(CLOSING).warning()).isEmpty();
    }

    @Test
    void anEmptyDirectoryClosesNobody() {
        linked("alice", "", "1");
        assertThat(plan(CLOSING).steps()).isEmpty();
        assertThat(plan(CLOSING).warning().orElse("")).contains("shows nobody at all");
    }

    @Test
    void aFewLeaversOfASmallOrganisationAreClosed() {
        IntStream.range(0, 5).forEach(i -> linked("p" + i, "", "" + i));
        there("p0", "", "0");
        there("p1", "", "1");
        assertThat(plan(CLOSING).count(SyncPlan.Step.Close.class)).isEqualTo(3);
    }

    @Test
    void anAccountThatWasMadeOtherwiseIsLeftAloneOrLinkedAsIsSaid() {
        open.put("alice", "Alice");
        there("alice", "Alice B", "1");
        assertThat(steps(CLOSING)).isEmpty();
        assertThat(plan(CLOSING).refused().getFirst().why()).contains("ldap.existing");
        assertThat(steps(new SyncPlan.Rules(Vanished.CLOSE, 10, Existing.LINK)))
                .containsExactly("link alice", "rename alice to Alice B");
        assertThat(linked).as("a decision changes nothing").isEmpty();
    }

    @Test
    void aNameIsNobodyElsesLater() {
        linked("alice", "Alice", "1");
        there("alice", "Another Alice", "2");
        assertThat(steps(CLOSING)).as("nor is the account closed").isEmpty();
        assertThat(plan(CLOSING).refused().getFirst().why()).contains("another entry's");
    }

    @Test
    void closedAccountsStayClosedAndDeletedOnesDeleted() {
        closed = Set.of("alice");
        there("alice", "", "1");
        linked.put("bob", new LdapTable.Linked("2", Optional.empty()));
        there("bob", "", "2");
        assertThat(steps(CLOSING)).isEmpty();
        assertThat(plan(CLOSING).refused())
                .extracting(LdapPerson.Refused::why)
                .satisfiesExactly(
                        one -> assertThat(one).contains("is closed"),
                        two -> assertThat(two).contains("was deleted"));
    }

    @Test
    void namesThatLookAlikeOrComeTwiceAreRefused() {
        open.put("paul", "");
        there("pau1", "", "1");
        there("rnary", "", "2");
        there("mary", "", "3");
        there("eve", "", "4");
        there("eve", "", "5");
        SyncPlan plan = plan(CLOSING);
        assertThat(steps(CLOSING)).containsExactly("add mary ()");
        assertThat(plan.refused())
                .extracting(LdapPerson.Refused::toString)
                .containsExactly(
                        "eve: several entries have this name",
                        "pau1: the name looks like paul",
                        "rnary: the name looks like mary");
    }

    @Test
    void whoCantBeReadHasNotLeft() {
        linked("alice", "Alice", "1");
        there("bob", "", "2");
        unfit.add(new LdapPerson.Refused("alice", "uid=alice", "control characters"));
        assertThat(plan(CLOSING).count(SyncPlan.Step.Close.class)).isZero();
    }
}
