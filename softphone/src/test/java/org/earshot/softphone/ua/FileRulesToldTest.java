package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sip.message.Response;
import org.earshot.common.file.ContentRules;
import org.earshot.common.service.FileRulesHeader;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.junit.jupiter.api.Test;

/// Which files a phone sends and takes where its server says that: two phones joined in memory.
class FileRulesToldTest {
    private static final Path JAR = Path.of("/home/alice/tool.jar");
    private static final Path IMAGE = Path.of("/home/alice/disc.iso");
    private static final ContentRules OPEN = new ContentRules(Set.of("iso"), true, true);
    private static final String WORD = FileRulesHeader.text(OPEN);

    private final FakeTimers timers = new FakeTimers();
    private final FakeFiles files = new FakeFiles();
    private final FakeFiles atBobs = new FakeFiles();

    private TestPhone phone(String name, Transport transport, FakeFiles carrier, String typed) {
        return new TestPhone(
                name,
                "192.0.2." + name.length(),
                transport,
                timers,
                PhoneParts.of(name)
                        .with(
                                new FileKit(
                                        carrier,
                                        FileStore.ofThisRun(),
                                        FilePolicy.usual().withEndings(typed))));
    }

    private TestPhone alice() {
        return phone("alice", Transport.TLS, files, "");
    }

    private TestPhone bob() {
        return phone("bob", Transport.TLS, atBobs, "");
    }

    private static FileChanged of(TestPhone phone) {
        return phone.last(FileChanged.class);
    }

    @Test
    void whatTheServerLetsInGoesFromPhoneToPhone() {
        TestPhone alice = alice().registeredWith(FileRulesHeader.NAME, WORD);
        TestPhone bob = bob().registeredWith(FileRulesHeader.NAME, WORD);
        TestPhone.join(alice, bob);
        alice.agent.files().send("bob", JAR);
        assertThat(of(bob).state()).isEqualTo(FilePhase.OFFERED);
        bob.agent.files().accept(of(bob).id());
        files.last().complete();
        atBobs.last().complete();
        assertThat(of(alice).state()).isEqualTo(FilePhase.COMPLETE);
        assertThat(of(bob).state()).isEqualTo(FilePhase.COMPLETE);
        assertThat(files.examinedBy).as("so its content is judged").containsExactly(OPEN);
        assertThat(atBobs.claimedBy).containsExactly(OPEN);
    }

    @Test
    void whatTheServerRefusesIsNotSent() {
        TestPhone alice = alice().registeredWith(FileRulesHeader.NAME, WORD);
        alice.agent.files().send("bob", IMAGE);
        assertThat(of(alice).state()).isEqualTo(FilePhase.BLOCKED);
        assertThat(of(alice).reason()).contains(".iso");
    }

    @Test
    void whatTheServerRefusesIsNotTaken() {
        TestPhone alice = alice().registered();
        TestPhone bob = bob().registeredWith(FileRulesHeader.NAME, WORD);
        TestPhone.join(alice, bob);
        alice.agent.files().send("bob", IMAGE);
        assertThat(of(bob).state()).isEqualTo(FilePhase.BLOCKED);
        assertThat(of(alice).state()).isEqualTo(FilePhase.BLOCKED);
        assertThat(of(alice).reason()).contains(".iso");
    }

    @Test
    void whatOurUserChoseStays() {
        TestPhone alice = phone("alice", Transport.TLS, files, "jar");
        alice.registeredWith(FileRulesHeader.NAME, WORD);
        alice.agent.files().send("bob", JAR);
        assertThat(of(alice).state()).isEqualTo(FilePhase.BLOCKED);
        alice.agent.files().send("bob", IMAGE);
        assertThat(of(alice).state()).isNotEqualTo(FilePhase.BLOCKED);
        assertThat(files.examinedBy).containsOnly(ContentRules.of(Set.of("jar")));
    }

    @Test
    void nothingIsBelievedOverAConnectionThatIsNotEncrypted() {
        TestPhone alice = phone("alice", Transport.TCP, files, "");
        alice.registeredWith(FileRulesHeader.NAME, WORD);
        alice.agent.files().send("bob", JAR);
        assertThat(of(alice).state()).isEqualTo(FilePhase.BLOCKED);
        assertThat(files.examinedBy).containsExactly(ContentRules.USUAL);
    }

    @Test
    void whatCanNotBeReadIsNoPermission() {
        TestPhone alice = alice().registeredWith(FileRulesHeader.NAME, "blocked=;programs=allow");
        alice.agent.files().send("bob", JAR);
        assertThat(of(alice).state()).isEqualTo(FilePhase.BLOCKED);
        assertThat(files.examinedBy).containsExactly(ContentRules.USUAL);
    }

    /// Each says it for its own account.
    @Test
    void anotherServerThatSaysNothingLeavesThePhoneAsItIs() {
        TestPhone alice = alice().registeredWith(FileRulesHeader.NAME, WORD);
        alice.agent.unregister();
        var _ = alice.node.take();
        alice.agent.register(
                Account.of("sip:alice@example.net", "secret", "192.0.2.101:5061", "tls"));
        answer(alice.node.take(), Optional.empty());
        alice.agent.files().send("bob", JAR);
        assertThat(of(alice).state()).isEqualTo(FilePhase.BLOCKED);
        assertThat(files.examinedBy).containsExactly(ContentRules.USUAL);
    }

    @Test
    void theLastRegistrationCounts() {
        TestPhone alice = alice().registeredWith(FileRulesHeader.NAME, WORD);
        ContentRules strict = new ContentRules(Set.of("jar"), false, true);
        timers.advance(java.time.Duration.ofHours(1));
        answer(alice.node.take(), Optional.of(FileRulesHeader.text(strict)));
        alice.agent.files().send("bob", JAR);
        assertThat(of(alice).state()).isEqualTo(FilePhase.BLOCKED);
        alice.agent.files().send("bob", IMAGE);
        assertThat(of(alice).state()).isNotEqualTo(FilePhase.BLOCKED);
        assertThat(files.examinedBy).containsOnly(strict);
        timers.advance(java.time.Duration.ofHours(1));
    }

    @Test
    void theSizeStaysThePhonesOwn() {
        FilePolicy small = new FilePolicy(ContentRules.USUAL, OptionalLong.of(FakeFiles.SIZE - 1));
        TestPhone alice =
                new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("alice")
                                .with(new FileKit(files, FileStore.ofThisRun(), small)));
        alice.registeredWith(FileRulesHeader.NAME, WORD);
        alice.agent.files().send("bob", JAR);
        assertThat(of(alice).reason()).contains("bytes are not allowed");
    }

    private static void answer(LoopbackNode.Sent register, Optional<String> word) {
        Response response = TestPhone.ofEarshot(register.createResponse(200, "OK"));
        word.ifPresent(value -> response.addHeader(Fields.header(FileRulesHeader.NAME, value)));
        register.respond(response);
    }
}
