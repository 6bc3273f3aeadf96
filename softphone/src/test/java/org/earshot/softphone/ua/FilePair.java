package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import javax.sip.message.Request;
import org.earshot.common.file.ContentRules;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;

/// Two of our phones, joined in memory, and files that don't move but by hand.
abstract class FilePair {
    static final Path PICTURE = Path.of("/home/alice/picture.png");
    static final FilePolicy ANY = new FilePolicy(ContentRules.ANY, OptionalLong.empty());

    final FakeTimers timers = new FakeTimers();
    final FakeFiles files = new FakeFiles();
    final FakeFiles atBobs = new FakeFiles();
    final FileStore store = FileStore.ofThisRun();
    final FileStore bobsStore = FileStore.ofThisRun();
    TestPhone alice = alice();
    TestPhone bob = bob();
    Id sent;
    Id came;

    TestPhone alice() {
        return alice(FilePolicy.usual());
    }

    TestPhone alice(FilePolicy policy) {
        return new TestPhone(
                "alice",
                "192.0.2.1",
                Transport.TLS,
                timers,
                PhoneParts.of("alice").with(new FileKit(files, store, policy)));
    }

    TestPhone bob() {
        return new TestPhone(
                "bob",
                "192.0.2.2",
                Transport.TLS,
                timers,
                PhoneParts.of("bob").with(new FileKit(atBobs, bobsStore, FilePolicy.usual())));
    }

    void offer() {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        sent = alice.agent.files().send("bob", PICTURE);
        came = of(bob).id();
    }

    void accept() {
        offer();
        bob.agent.files().accept(came);
    }

    static UserAgentEvent.FileChanged of(TestPhone phone) {
        return phone.last(UserAgentEvent.FileChanged.class);
    }

    static List<UserAgentEvent.FilePhase> phases(TestPhone phone) {
        return phone.events(UserAgentEvent.FileChanged.class).stream()
                .map(UserAgentEvent.FileChanged::state)
                .toList();
    }

    static List<FileStore.Kept> kept(FileStore where) {
        return where.unfinished().toCompletableFuture().join();
    }

    static List<String> methods(TestPhone phone) {
        return phone.node.sent().stream()
                .map(s -> s.request().getMethod())
                .filter(m -> !m.equals(Request.REGISTER))
                .toList();
    }
}
