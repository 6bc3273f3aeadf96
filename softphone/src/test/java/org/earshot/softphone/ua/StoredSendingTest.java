package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.BLOCKED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.CANCELLED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.COMPLETE;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PAUSED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PROGRESS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.message.Cpim;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.ua.ServerFiles.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that nobody took directly.
class StoredSendingTest extends StoredFilesPhone {
    @ParameterizedTest
    @ValueSource(ints = {404, 408, 480, 488, 415})
    void whoIsAwayOrCanNotTakeItGetsItByTheServer(int status) throws Exception {
        Id id = offered(status);
        assertThat(file().state()).isEqualTo(PROGRESS);
        assertThat(file().way()).contains(FileWay.STORE);
        assertThat(server.uploads.getLast().peer).isEqualTo("sip:bob@example.org");
        server.uploads.getLast().listener.begun(URL);
        assertThat(kept().getFirst().url()).isEqualTo(URL.toString());
        assertThat(kept().getFirst().sha256()).isEqualTo(FakeFiles.SHA_256);
        server.uploads.getLast().listener.progress(400);
        assertThat(file().bytes()).isEqualTo(400);
        server.uploads.getLast().listener.complete(URL, Optional.empty());
        LoopbackNode.Sent message = alice.node.take();
        assertThat(message.request().getMethod()).isEqualTo(Request.MESSAGE);
        assertThat(Cpim.parse(Fields.body(message.request())).content().text())
                .isEqualTo("picture.png (1000 B): " + URL);
        assertThat(file().id()).isEqualTo(id);
        assertThat(file().state()).isEqualTo(COMPLETE);
        assertThat(kept()).isEmpty();
    }

    @Test
    void whereTheServerWantsItInItsStoreItsOwnWordsAreSaid() throws Exception {
        register(SERVICE);
        alice.agent.files().send("bob", PICTURE);
        LoopbackNode.Sent invite = alice.node.take();
        Response refusal = invite.createResponse(488, "Not Acceptable Here");
        refusal.addHeader(Fields.header("Warning", "399 example.org \"files go by the store\""));
        invite.respond(refusal);
        assertThat(file().way()).contains(FileWay.STORE);
        assertThat(file().reason()).isEqualTo("files go by the store; goes to the server");
    }

    /// Bob, who has accepted a file of alice's.
    private TestPhone accepting() throws Exception {
        register(SERVICE);
        TestPhone bob =
                new TestPhone(
                        "bob",
                        "192.0.2.2",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("bob")
                                .with(
                                        new FileKit(
                                                new FakeFiles(),
                                                FileStore.ofThisRun(),
                                                FilePolicy.usual())));
        bob.registered();
        TestPhone.join(alice, bob);
        alice.agent.files().send("bob", PICTURE);
        bob.agent.files().accept(bob.last(UserAgentEvent.FileChanged.class).id());
        return bob;
    }

    @Test
    void whoCanNotBeReachedThoughTheyAcceptGetsItByTheServer() throws Exception {
        TestPhone bob = accepting();
        files.last().breaks();
        assertThat(server.uploads).isEmpty(); // it may have been a moment's trouble
        timers.advance(Duration.ofSeconds(1));
        files.last().breaks();
        assertThat(server.uploads).hasSize(1);
        assertThat(file().way()).contains(FileWay.STORE);
        assertThat(file().reason())
                .isEqualTo("the two phones can't reach each other; goes to the server");
        UserAgentEvent.FileChanged there = bob.last(UserAgentEvent.FileChanged.class);
        assertThat(there.state()).isEqualTo(FAILED);
        assertThat(there.reason()).contains("goes by the server instead");
    }

    @Test
    void aConnectionThatBreaksWasOne() throws Exception {
        accepting();
        for (int i = 0; i < 4; i++) {
            files.last().listener.connected();
            files.last().breaks();
            timers.advance(Duration.ofSeconds(5));
        }
        assertThat(server.uploads).isEmpty();
        assertThat(file().state()).isEqualTo(PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {603, 403, 600})
    void aNoIsANo(int status) throws Exception {
        offered(status);
        assertThat(server.uploads).isEmpty();
        assertThat(file().state()).isIn(CANCELLED, FAILED);
        assertThat(file().way()).isEmpty(); // none was agreed upon
    }

    @Test
    void whereTheServerLetsNoFilesInNoneGoesThere() throws Exception {
        registerWith("<" + SERVICE + ">;files=no");
        alice.agent.files().send("bob", PICTURE);
        alice.node.take().respond(480, "Away");
        assertThat(server.uploads).isEmpty();
        assertThat(file().state()).isEqualTo(FAILED);
        assertThat(file().reason()).isEqualTo("not reachable now");
    }

    /// Until the server was started with another configuration.
    @Test
    void whatWasOnItsWayThereGoesStraightInTheNextRun() throws Exception {
        offered(480);
        server.uploads.getLast().listener.begun(URL);
        startAgain();
        registerWith("<" + SERVICE + ">;files=no");
        assertThat(server.uploads).hasSize(1);
        assertThat(alice.node.take().request().getMethod()).isEqualTo(Request.INVITE);
    }

    @Test
    void withoutAStoreItIsSaidAsBefore() throws Exception {
        register("");
        alice.agent.files().send("bob", PICTURE);
        alice.node.take().respond(480, "Away");
        assertThat(file().state()).isEqualTo(FAILED);
        assertThat(file().reason()).isEqualTo("not reachable now");
    }

    @Test
    void forAnotherDomainThereIsNoStore() throws Exception {
        register(SERVICE);
        alice.agent.files().send("sip:bob@example.com", PICTURE);
        alice.node.take().respond(480, "Away");
        assertThat(server.uploads).isEmpty();
        assertThat(file().state()).isEqualTo(FAILED);
    }

    @Test
    void whatBreaksGoesOnWhereItWas() throws Exception {
        offered(480);
        server.uploads.getLast().listener.begun(URL);
        server.uploads.getLast().fails(Trouble.PASSING, "the server can't be reached");
        assertThat(file().state()).isEqualTo(PROGRESS);
        assertThat(file().reason()).contains("can't be reached", "by itself");
        timers.advance(Duration.ofSeconds(1));
        assertThat(server.uploads).hasSize(2);
        assertThat(server.uploads.getLast().url).contains(URL);
    }

    @Test
    void whatFallsSilentGoesOn() throws Exception {
        offered(480);
        server.uploads.getLast().listener.begun(URL);
        server.uploads.getLast().listener.progress(400);
        timers.advance(Duration.ofSeconds(70));
        assertThat(server.uploads.getFirst().stopped).isTrue();
        assertThat(server.uploads).hasSize(2);
        server.uploads.getLast().listener.progress(FakeFiles.SIZE); // now the server looks at it
        timers.advance(Duration.ofMinutes(4));
        assertThat(server.uploads).hasSize(2);
    }

    @Test
    void fromAnotherNetworkItGoesOn() throws Exception {
        offered(480);
        server.uploads.getLast().listener.begun(URL);
        logInAnewFrom("192.0.2.1");
        assertThat(server.uploads).hasSize(1);
        logInAnewFrom("192.0.2.77");
        assertThat(server.uploads.getFirst().stopped).isTrue();
        assertThat(server.uploads).hasSize(2);
        assertThat(server.uploads.getLast().url).contains(URL);
    }

    private void logInAnewFrom(String host) throws Exception {
        alice.host = host;
        alice.agent.unregister();
        alice.node.take().respond(200, "OK");
        register(SERVICE);
    }

    @Test
    void aServerThatStaysAwayIsNotWaitedForWithoutEnd() throws Exception {
        offered(480);
        for (int hour = 0; hour < 25; hour++) {
            server.uploads.getLast().fails(Trouble.PASSING, "away");
            timers.advance(Duration.ofHours(1));
        }
        assertThat(file().state()).isEqualTo(FAILED);
        assertThat(kept()).isEmpty();
    }

    @Test
    void thePhonesNextRunGoesOn() throws Exception {
        offered(480);
        server.uploads.getLast().listener.begun(URL);
        startAgain();
        register(SERVICE);
        assertThat(server.uploads).hasSize(2);
        assertThat(server.uploads.getLast().url).contains(URL);
        assertThat(file().way()).contains(FileWay.STORE);
    }

    @Test
    void theLinkIsWrittenOnceThoughThePhoneDiesRightBehind() throws Exception {
        offered(480);
        server.uploads.getLast().listener.begun(URL);
        FileStore.Kept kept = kept().getFirst();
        server.uploads.getLast().listener.complete(URL, Optional.empty());
        assertThat(links()).hasSize(1);
        store.keep(kept); // it did not live to forget it
        startAgain();
        register(SERVICE);
        server.uploads.getLast().listener.complete(URL, Optional.empty());
        assertThat(file().state()).isEqualTo(COMPLETE);
        assertThat(kept()).isEmpty();
        assertThat(links()).hasSize(1);
    }

    private List<String> links() {
        return alice.node.sent().stream()
                .map(sent -> sent.request().getMethod())
                .filter(Request.MESSAGE::equals)
                .toList();
    }

    @Test
    void whatTheServerHasThrownAwayBeginsAnewOnce() throws Exception {
        offered(480);
        server.uploads.getLast().listener.begun(URL);
        server.uploads.getLast().fails(Trouble.GONE, "there is no such file");
        assertThat(server.uploads.getLast().url).isEmpty();
        server.uploads.getLast().listener.begun(URL);
        server.uploads.getLast().fails(Trouble.GONE, "there is no such file");
        assertThat(file().state()).isEqualTo(FAILED);
    }

    @Test
    void theServersReasonIsTheUsers() throws Exception {
        offered(480);
        server.uploads.getLast().fails(Trouble.NOT_ALLOWED, "files of this kind are not allowed");
        assertThat(file().state()).isEqualTo(BLOCKED);
        assertThat(file().reason()).isEqualTo("files of this kind are not allowed");
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatIsCancelledIsTakenOutOfTheStore() throws Exception {
        Id id = offered(480);
        server.uploads.getLast().listener.begun(URL);
        alice.agent.files().cancel(id);
        assertThat(server.uploads.getLast().stopped).isTrue();
        assertThat(server.erased).containsExactly(URL);
        assertThat(file().state()).isEqualTo(CANCELLED);
    }

    @Test
    void whatBeginsAfterItWasCancelledIsTakenOutToo() throws Exception {
        Id id = offered(480);
        alice.agent.files().cancel(id);
        server.uploads.getLast().listener.begun(URL);
        assertThat(server.erased).containsExactly(URL);
    }

    @Test
    void whatRestsGoesOnWhereItWasAlsoInTheNextRun() throws Exception {
        Id id = offered(480);
        server.uploads.getLast().listener.begun(URL);
        server.uploads.getLast().listener.progress(400);
        alice.agent.files().pause(id);
        assertThat(server.uploads.getLast().stopped).isTrue();
        assertThat(file().state()).isEqualTo(PAUSED);
        assertThat(file().bytes()).isEqualTo(400);
        startAgain();
        register(SERVICE);
        timers.advance(Duration.ofDays(2));
        assertThat(file().state()).isEqualTo(PAUSED);
        assertThat(server.uploads).hasSize(1);
        alice.agent.files().resume(file().id());
        assertThat(server.uploads).hasSize(2);
        assertThat(server.uploads.getLast().url).contains(URL);
        server.uploads.getLast().listener.complete(URL, Optional.empty());
        assertThat(file().state()).isEqualTo(COMPLETE);
        assertThat(kept()).isEmpty();
    }

    @Test
    void fourGoUpAtOnce() throws Exception {
        register(SERVICE);
        for (int i = 0; i < 6; i++) {
            alice.agent.files().send("bob", Path.of("/home/alice/" + i));
            alice.node.take().respond(480, "Away");
        }
        assertThat(server.uploads).hasSize(4);
        server.uploads.getFirst().fails(Trouble.BROKEN, "no");
        assertThat(server.uploads).hasSize(5);
    }
}
