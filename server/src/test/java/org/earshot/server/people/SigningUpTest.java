package org.earshot.server.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.Passwords;
import org.earshot.common.auth.SealedHa1;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.Administered;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;
import org.earshot.server.config.PeopleConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said about a name, and by how much work, does not tell whether somebody has it.
class SigningUpTest {
    private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.7");
    private static final String PASSWORD = "tidal-lantern-90";

    @TempDir private Path directory;
    private final FakeTimers clock = new FakeTimers();
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final Watched accounts = new Watched(new InMemoryAccountStore(clock, changes));
    private final LinkTable links = new InMemoryLinkTable();
    private final List<Administered> recorded = new ArrayList<>();
    private boolean recordIsAway;
    private KeyRing keys;

    @BeforeEach
    void open() {
        keys = KeyRing.open(directory.resolve("keys"));
        accounts.gate.countDown();
        accounts.create(new AddressOfRecord("taken", "example.org"), "");
        accounts.gate = new CountDownLatch(1);
        accounts.asked.clear();
    }

    /// Notes what it is asked, and makes accounts when the test lets it.
    private static final class Watched implements AccountStore {
        private final InMemoryAccountStore inner;
        private final List<String> asked = new ArrayList<>();
        private volatile CountDownLatch gate = new CountDownLatch(1);

        Watched(InMemoryAccountStore inner) {
            this.inner = inner;
        }

        private synchronized void note(String what) {
            asked.add(what);
        }

        @Override
        public Optional<Account> find(AddressOfRecord address) {
            note("find " + address);
            return inner.find(address);
        }

        @Override
        public Optional<AddressOfRecord> addressOf(AccountId account) {
            return inner.addressOf(account);
        }

        @Override
        public List<Account> list() {
            note("list");
            return inner.list();
        }

        @Override
        public Account create(AddressOfRecord address, String displayName) {
            try {
                assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            note("create " + address);
            return inner.create(address, displayName);
        }

        @Override
        public Optional<Account> rename(AddressOfRecord address, String displayName) {
            return inner.rename(address, displayName);
        }

        @Override
        public AddressOfRecord reserve(AddressOfRecord address) {
            return inner.reserve(address);
        }

        @Override
        public boolean delete(AddressOfRecord address) {
            return inner.delete(address);
        }

        @Override
        public boolean close(AddressOfRecord address) {
            return inner.close(address);
        }

        @Override
        public Optional<Account> open(AddressOfRecord address) {
            return inner.open(address);
        }

        @Override
        public List<Closed> closed() {
            return inner.closed();
        }

        @Override
        public List<AddressOfRecord> left(Instant since) {
            return inner.left(since);
        }

        @Override
        public boolean isAnonymised(AddressOfRecord address) {
            return inner.isAnonymised(address);
        }
    }

    private final class Recorded implements Archive {
        @Override
        public CompletableFuture<ArchivePosition> submit(
                ArchiveEvent event, Optional<Companion> companion) {
            if (recordIsAway) {
                return CompletableFuture.failedFuture(
                        new ArchiveUnavailableException("away", null));
            }
            synchronized (recorded) {
                recorded.add((Administered) event);
            }
            return CompletableFuture.completedFuture(new ArchivePosition(new UUID(0, 0), 1));
        }

        @Override
        public void close() {}
    }

    private SigningUp signingUp(PeopleConfig.SignUp policy) {
        return new SigningUp(
                new PeopleParts(
                        "example.org",
                        () -> policy,
                        name -> name.startsWith("+49") || name.equals("110"),
                        accounts,
                        accounts.inner.credentials(),
                        new InMemoryBindingStore(clock, changes),
                        new InMemoryPictureTable(changes),
                        links,
                        new Passwords(new SealedHa1(keys), "example.org"),
                        new Recorded(),
                        changes,
                        address -> accounts.inner.find(address).isPresent() ? "there" : "none",
                        _ -> {},
                        (_, _) -> {},
                        (_, _, _) -> {},
                        clock),
                new Pictures());
    }

    private static SigningUp.Wish wish(Optional<LinkSecret> invitation, String name) {
        return new SigningUp.Wish(invitation, name, "Somebody", PASSWORD, Optional.empty());
    }

    private LinkSecret invitation(Optional<String> name) {
        return new LinkSecret(
                new Links(links, clock)
                        .invite(
                                new Links.Place(
                                        "example.org",
                                        URI.create("https://example.org"),
                                        Optional.empty()),
                                name,
                                Duration.ofDays(7),
                                "a test")
                        .text()
                        .secret());
    }

    @Test
    void whatIsAnsweredIsAnsweredBeforeAnybodyLooksWhoHasTheName() throws Exception {
        List<List<Administered>> records = new ArrayList<>();
        for (String name : List.of("free", "taken", "tak3n", "free-too")) {
            recorded.clear();
            accounts.asked.clear();
            accounts.gate = new CountDownLatch(1);
            SigningUp signingUp = signingUp(PeopleConfig.SignUp.OPEN);
            assertThat(signingUp.take(wish(Optional.empty(), name), SOURCE))
                    .isEqualTo(new AddressOfRecord(name, "example.org"));
            // the answer is there, and the store was not asked at all
            synchronized (accounts) {
                assertThat(accounts.asked).isEmpty();
            }
            synchronized (recorded) {
                assertThat(recorded).hasSize(1);
                assertThat(recorded.getFirst().before()).isEmpty();
            }
            accounts.gate.countDown();
            signingUp.close();
            assertThat(accounts.asked).containsExactly("create sip:" + name + "@example.org");
            records.add(List.copyOf(recorded));
        }
        assertThat(records)
                .allSatisfy(each ->
                        assertThat(each)
                                .extracting(Administered::stage)
                                .containsExactly(
                                        Administered.Stage.BEGUN, Administered.Stage.DONE));
        assertThat(records)
                .extracting(each -> each.getLast().outcome().orElseThrow())
                .satisfiesExactly(
                        outcome -> assertThat(outcome).isEqualTo("done"),
                        outcome -> assertThat(outcome).contains("exists already"),
                        outcome -> assertThat(outcome).isEqualTo("done"),
                        outcome -> assertThat(outcome).isEqualTo("done"));
    }

    @Test
    void anInvitationServesOnceAndIsGivenBackForANameThatCantBeHad() throws Exception {
        accounts.gate.countDown();
        LinkSecret secret = invitation(Optional.empty());
        for (int tries = 1; tries < SigningUp.TRIES; tries++) {
            SigningUp signingUp = signingUp(PeopleConfig.SignUp.INVITATION);
            signingUp.take(wish(Optional.of(secret), "taken"), SOURCE);
            signingUp.close();
        }
        SigningUp last = signingUp(PeopleConfig.SignUp.INVITATION);
        last.take(wish(Optional.of(secret), "bob"), SOURCE);
        last.close();
        assertThat(accounts.inner.find(new AddressOfRecord("bob", "example.org"))).isPresent();
        assertThat(links.find(secret.hash()).orElseThrow().usedBy()).isEqualTo("bob");
        refused(PeopleConfig.SignUp.INVITATION, wish(Optional.of(secret), "carol"), "not good");
    }

    @Test
    void nobodyTriesOutNamesWithoutEndByOneInvitation() throws Exception {
        accounts.gate.countDown();
        LinkSecret secret = invitation(Optional.empty());
        for (int tries = 0; tries < SigningUp.TRIES; tries++) {
            SigningUp signingUp = signingUp(PeopleConfig.SignUp.INVITATION);
            signingUp.take(wish(Optional.of(secret), "taken"), SOURCE);
            signingUp.close();
        }
        refused(PeopleConfig.SignUp.INVITATION, wish(Optional.of(secret), "bob"), "not good");
    }

    private void refused(PeopleConfig.SignUp policy, SigningUp.Wish wish, String why) {
        try (SigningUp signingUp = signingUp(policy)) {
            assertThatThrownBy(() -> signingUp.take(wish, SOURCE))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void whoMayNotIsToldWhy() {
        refused(PeopleConfig.SignUp.CLOSED, wish(Optional.empty(), "bob"), "nobody signs up");
        refused(
                PeopleConfig.SignUp.INVITATION,
                wish(Optional.empty(), "bob"),
                "invitation is needed");
        refused(
                PeopleConfig.SignUp.INVITATION,
                wish(Optional.of(new LinkSecret("3q2-7wAAAAAAAAAAAAAAAA")), "bob"),
                "not good");
        refused(
                PeopleConfig.SignUp.INVITATION,
                wish(Optional.of(invitation(Optional.of("carol"))), "bob"),
                "for the name carol");
        LinkSecret old = invitation(Optional.empty());
        clock.advance(Duration.ofDays(8));
        refused(PeopleConfig.SignUp.INVITATION, wish(Optional.of(old), "bob"), "not good");
        assertThat(recorded).isEmpty();
    }

    @Test
    void whatWontDoIsSaidAndUsesNothingUp() throws Exception {
        accounts.gate.countDown();
        LinkSecret secret = invitation(Optional.empty());
        for (String name :
                List.of("adm1n", "ROOT", "a b", "", "ä", "x".repeat(65), "..", "e.arshot")) {
            refused(
                    PeopleConfig.SignUp.INVITATION,
                    wish(Optional.of(secret), name),
                    name.toLowerCase(java.util.Locale.ROOT));
        }
        SigningUp.Wish weak =
                new SigningUp.Wish(
                        Optional.of(secret), "bob", "Bob", "password1234", Optional.empty());
        refused(PeopleConfig.SignUp.INVITATION, weak, "tried first");
        SigningUp.Wish named =
                new SigningUp.Wish(
                        Optional.of(secret), "bob", "x".repeat(256), PASSWORD, Optional.empty());
        refused(PeopleConfig.SignUp.INVITATION, named, "255");
        SigningUp.Wish noPicture =
                new SigningUp.Wish(
                        Optional.of(secret), "bob", "Bob", PASSWORD, Optional.of(new byte[5]));
        refused(PeopleConfig.SignUp.INVITATION, noPicture, "PNG or JPEG");
        assertThat(links.find(secret.hash()).orElseThrow().usedAt()).isEmpty();
        SigningUp signingUp = signingUp(PeopleConfig.SignUp.INVITATION);
        signingUp.take(wish(Optional.of(secret), "Bob"), SOURCE);
        signingUp.close();
        assertThat(accounts.inner.find(new AddressOfRecord("bob", "example.org"))).isPresent();
    }

    @Test
    void nobodyTakesATelephoneNumberForThemselves() throws Exception {
        accounts.gate.countDown();
        LinkSecret forAny = invitation(Optional.empty());
        for (String name : List.of("+493012345", "110")) {
            refused(PeopleConfig.SignUp.OPEN, wish(Optional.empty(), name), "telephone number");
            refused(PeopleConfig.SignUp.INVITATION, wish(Optional.of(forAny), name), "number");
        }
        assertThat(links.find(forAny.hash()).orElseThrow().usedAt()).isEmpty();
        LinkSecret chosen = invitation(Optional.of("+493012345"));
        SigningUp signingUp = signingUp(PeopleConfig.SignUp.INVITATION);
        signingUp.take(wish(Optional.of(chosen), "+493012345"), SOURCE);
        signingUp.close();
        assertThat(accounts.inner.find(new AddressOfRecord("+493012345", "example.org")))
                .as("an administrator chose it")
                .isPresent();
    }

    @Test
    void whatCantBeRecordedDoesNotHappen() {
        recordIsAway = true;
        LinkSecret secret = invitation(Optional.empty());
        try (SigningUp signingUp = signingUp(PeopleConfig.SignUp.INVITATION)) {
            assertThatThrownBy(() -> signingUp.take(wish(Optional.of(secret), "bob"), SOURCE))
                    .isInstanceOf(ArchiveUnavailableException.class);
        }
        assertThat(accounts.asked).isEmpty();
        assertThat(links.find(secret.hash()).orElseThrow().usedAt()).isEmpty();
    }
}
