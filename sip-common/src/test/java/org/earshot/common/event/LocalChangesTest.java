package org.earshot.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.earshot.common.address.AddressOfRecord;
import org.junit.jupiter.api.Test;

class LocalChangesTest {
    private static final Change ALICE =
            Change.of(Topic.PRESENCE, new AddressOfRecord("alice", "example.org"));
    private static final Change BOB =
            Change.of(Topic.PRESENCE, new AddressOfRecord("bob", "example.org"));

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final LocalChanges changes = new LocalChanges(tasks::add);
    private final List<Change> heard = new ArrayList<>();

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void onlyWhoListensToTheTopicHears() {
        changes.subscribe(Topic.PRESENCE, heard::add);
        changes.subscribe(Topic.CALLS, _ -> heard.add(BOB));
        changes.announce(ALICE);
        assertThat(heard).isEmpty(); // not on the announcer's thread
        run();
        assertThat(heard).containsExactly(ALICE);
    }

    @Test
    void whatIsToldWhileAListenerIsBusyIsHeardOnceMore() {
        changes.subscribe(
                Topic.PRESENCE,
                change -> {
                    heard.add(change);
                    if (heard.size() == 1) {
                        changes.announce(ALICE);
                        changes.announce(ALICE);
                        changes.announce(ALICE);
                    }
                });
        changes.announce(ALICE);
        run();
        assertThat(heard).containsExactly(ALICE, ALICE);
    }

    @Test
    void subjectsDoNotWaitForEachOther() {
        changes.subscribe(Topic.PRESENCE, heard::add);
        changes.announce(ALICE);
        changes.announce(BOB);
        assertThat(tasks).hasSize(2);
        run();
        assertThat(heard).containsExactly(ALICE, BOB);
    }

    @Test
    void aListenerThatFailsHearsTheNextOne() {
        changes.subscribe(
                Topic.PRESENCE,
                change -> {
                    heard.add(change);
                    throw new IllegalStateException("on purpose");
                });
        changes.announce(ALICE);
        run();
        changes.announce(ALICE);
        run();
        assertThat(heard).containsExactly(ALICE, ALICE);
    }

    @Test
    void nobodyHearsAfterTheEndOfHisSubscription() {
        Runnable end = changes.subscribe(Topic.PRESENCE, heard::add);
        end.run();
        changes.announce(ALICE);
        run();
        assertThat(heard).isEmpty();
    }

    @Test
    void aFaultOfAListenerLeavesNoSubjectBusy() {
        changes.subscribe(
                Topic.PRESENCE,
                change -> {
                    heard.add(change);
                    throw new AssertionError("on purpose");
                });
        changes.announce(ALICE);
        run();
        changes.announce(ALICE);
        run();
        assertThat(heard).containsExactly(ALICE, ALICE);
    }

    @Test
    void whoAsksForItHearsThatChangesWereMissed() {
        List<String> looked = new ArrayList<>();
        changes.subscribe(Topic.PRESENCE, heard::add);
        Runnable end = changes.whenMissed(() -> looked.add("everything"));
        changes.announceMissed();
        changes.announceMissed();
        run();
        assertThat(looked)
                .containsExactly("everything", "everything"); // the second may have come later
        end.run();
        changes.announceMissed();
        run();
        assertThat(looked).hasSize(2);
        assertThat(heard).isEmpty();
    }
}
