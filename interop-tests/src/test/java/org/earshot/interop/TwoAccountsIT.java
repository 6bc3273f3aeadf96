package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.earshot.softphone.app.PhonesOfAWindow;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.Accounts;
import org.earshot.softphone.ui.LogInForm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The accounts of one window at two servers: ours, over TLS, and Kamailio, over UDP.
@Tag("realtime")
class TwoAccountsIT {
    /// One account and what its phone tells.
    private static final class Desk {
        private final BlockingQueue<UserAgentEvent> events = new LinkedBlockingQueue<>();
        private final UserAgent phone;

        Desk(Accounts.Seat seat, LogInForm form) {
            phone = seat.logIn().logIn(form, events::add);
        }

        <T extends UserAgentEvent> T event(Class<T> kind, Predicate<T> condition)
                throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < end) {
                UserAgentEvent event = events.poll(1, TimeUnit.SECONDS);
                if (kind.isInstance(event) && condition.test(kind.cast(event))) {
                    return kind.cast(event);
                }
            }
            throw new AssertionError("no " + kind.getSimpleName());
        }

        Desk registered() throws InterruptedException {
            event(UserAgentEvent.Registered.class, _ -> true);
            return this;
        }

        Id answered() throws InterruptedException {
            Id call = event(UserAgentEvent.IncomingCall.class, _ -> true).call();
            phone.answer(call);
            is(call, CallPhase.ESTABLISHED);
            return call;
        }

        void is(Id call, CallPhase phase) throws InterruptedException {
            event(
                    UserAgentEvent.CallChanged.class,
                    change -> change.call().equals(call) && change.state() == phase);
        }
    }

    @Test
    void eachServerHasItsOwnPhoneAndOneIsHeardAtATime() throws Exception {
        try (Lab lab = Lab.of("two-accounts")) {
            EarshotServer ours =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            Kamailio theirs = Kamailio.start(lab);
            EarshotPhone bob = EarshotPhone.overTls(lab, ours, "bob", "silence");
            EarshotPhone carol =
                    EarshotPhone.start(
                                    lab,
                                    Map.of(),
                                    "bob",
                                    "test.example",
                                    "pwbob",
                                    theirs.address(),
                                    "udp",
                                    Optional.empty(),
                                    "silence")
                            .registered();
            Path data = lab.privateFolder("window");
            LogInForm home =
                    new LogInForm(
                            "alice@127.0.0.1",
                            "pwalice",
                            ours.address("tls"),
                            "tls",
                            ours.ca().toString());
            LogInForm work =
                    new LogInForm("alice@test.example", "pwalice", theirs.address(), "udp", "");
            try (PhonesOfAWindow phones = new PhonesOfAWindow(data)) {
                Accounts accounts = phones.accounts();
                assertThat(accounts.seats()).hasSize(1);
                Desk atHome = new Desk(accounts.seats().getFirst(), home).registered();
                Accounts.Seat second = accounts.add();
                assertThatThrownBy(() -> second.logIn().logIn(home, _ -> {}))
                        .hasMessageContaining("is open in this window already");
                Desk atWork = new Desk(second, work).registered();

                bob.tell("call sip:alice@127.0.0.1");
                Id first = atHome.answered();
                carol.tell("call sip:alice@test.example");
                Id other = atWork.answered();
                atHome.is(first, CallPhase.HELD);
                bob.event("call", 20, event -> event.path("heldByPeer").asBoolean());
                atHome.phone.resume(first);
                atHome.is(first, CallPhase.ESTABLISHED);
                atWork.is(other, CallPhase.HELD);
                atHome.phone.hangUpAll();
                atWork.phone.hangUpAll();

                // what is written to one account is not the other's
                bob.tell("message sip:alice@127.0.0.1 for home");
                atHome.event(
                        UserAgentEvent.MessageReceived.class,
                        message -> message.message().text().equals("for home"));
                assertThat(atWork.events)
                        .noneMatch(UserAgentEvent.MessageReceived.class::isInstance);
                atHome.phone.quit().toCompletableFuture().get(10, TimeUnit.SECONDS);
                atWork.phone.quit().toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
            Path folders = data.resolve("accounts");
            try (var below = Files.list(folders)) {
                assertThat(below.map(folder -> folder.getFileName().toString()))
                        .singleElement()
                        .asString()
                        .contains("alice")
                        .doesNotContain("/");
            }
            assertThat(
                            Files.readString(data.resolve("instance-id"))
                                    .equals(Files.readString(one(folders).resolve("instance-id"))))
                    .isFalse();
            try (PhonesOfAWindow again = new PhonesOfAWindow(data)) {
                List<Accounts.Seat> seats = again.accounts().seats();
                assertThat(seats).extracting(seat -> seat.form().address()).hasSize(2);
                assertThat(seats.get(1).form().server()).isEqualTo(theirs.address());
                again.accounts().close(seats.get(1));
            }
        }
    }

    private static Path one(Path folder) throws java.io.IOException {
        try (var below = Files.list(folder)) {
            return below.findFirst().orElseThrow();
        }
    }
}
