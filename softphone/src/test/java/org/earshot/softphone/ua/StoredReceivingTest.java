package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.BLOCKED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.CANCELLED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.COMPLETE;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.OFFERED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PAUSED;

import java.nio.file.Path;
import java.time.Duration;
import org.earshot.common.file.ContentRules;
import org.earshot.common.message.RcsFile;
import org.earshot.softphone.ua.ServerFiles.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that messages name.
class StoredReceivingTest extends StoredFilesPhone {
    private static final ServerFiles.Facts FACTS =
            new ServerFiles.Facts("plan.pdf", 1000, FakeFiles.SHA_256);

    private void named() throws Exception {
        register(SERVICE);
        write("bob", "text/plain", "plan.pdf (1.0 kB): " + URL);
    }

    @Test
    void aLinkToOurServersStoreIsAnOffer() throws Exception {
        named();
        assertThat(alice.events(UserAgentEvent.FileChanged.class)).isEmpty();
        assertThat(alice.last(UserAgentEvent.MessageReceived.class).message().text())
                .contains(URL.toString());
        server.looks.getLast().complete(FACTS);
        assertThat(file().state()).isEqualTo(OFFERED);
        assertThat(file().incoming()).isTrue();
        assertThat(file().peer()).isEqualTo("sip:bob@example.org");
        assertThat(file().name()).isEqualTo("plan.pdf");
        assertThat(file().size()).isEqualTo(1000);
        assertThat(file().way()).contains(FileWay.STORE);
        assertThat(server.fetches).isEmpty();
        alice.agent.files().accept(file().id());
        server.fetches.getLast().listener.progress(500);
        assertThat(file().bytes()).isEqualTo(500);
        server.arrives(server.fetches.getLast());
        assertThat(file().state()).isEqualTo(COMPLETE);
        assertThat(file().file()).contains(Path.of("/down/file"));
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatIsThereIsTakenThoughNothingIsLetInAnyMore() throws Exception {
        registerWith("<" + SERVICE + ">;files=no");
        write("bob", "text/plain", URL.toString());
        server.looks.getLast().complete(FACTS);
        alice.agent.files().accept(file().id());
        server.arrives(server.fetches.getLast());
        assertThat(file().state()).isEqualTo(COMPLETE);
        assertThat(server.fetchedBy).containsExactly(ContentRules.USUAL);
    }

    @Test
    void theDocumentOfLinphoneIsOneToo() throws Exception {
        register(SERVICE);
        write(
                "bob",
                RcsFile.CONTENT_TYPE,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp"><file-info type="file">\
                <file-size>1000</file-size><file-name>sea.jpg</file-name>\
                <content-type>image/jpeg</content-type><data url="%s" until="2026-12-28T10:00:00Z"/>\
                </file-info></file>\
                """
                        .formatted(URL));
        assertThat(server.looks).hasSize(1);
        assertThat(alice.last(UserAgentEvent.MessageReceived.class).message().text())
                .isEqualTo("sea.jpg (1000 B): " + URL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org:8443/files/",
                "https://example.org:443/files/",
                "https://evil.example/files/"
            })
    void noOtherServerIsAsked(String where) throws Exception {
        register(SERVICE);
        write("bob", "text/plain", where + TOKEN);
        assertThat(server.looks).isEmpty();
    }

    @Test
    void whatWeWroteOnAnotherDeviceIsNotOfferedToUs() throws Exception {
        register(SERVICE);
        write("alice", "text/plain", URL.toString());
        assertThat(server.looks).isEmpty();
    }

    @Test
    void theSameLinkOfTheSamePersonIsOneOffer() throws Exception {
        named();
        write("bob", "text/plain", URL.toString());
        assertThat(server.looks).hasSize(1);
        write("carol", "text/plain", URL.toString());
        assertThat(server.looks).hasSize(2);
    }

    @Test
    void manyLinksDoNotFillThePhone() throws Exception {
        register(SERVICE);
        for (int i = 0; i < 200; i++) {
            write("bob", "text/plain", SERVICE + "/files/" + String.format("%032x", i));
        }
        assertThat(server.looks).hasSize(64);
    }

    @Test
    void whatIsGoneIsSaid() throws Exception {
        named();
        server.looks
                .getLast()
                .completeExceptionally(
                        new ServerFiles.Failure(Trouble.GONE, "there is no such file"));
        assertThat(file().state()).isEqualTo(FAILED);
        assertThat(file().reason()).contains("any more");
        assertThat(kept()).isEmpty();
    }

    @Test
    void thePhonesOwnRulesHold() throws Exception {
        named();
        server.looks.getLast().complete(new ServerFiles.Facts("x.exe", 5, FakeFiles.SHA_256));
        assertThat(file().state()).isEqualTo(BLOCKED);
    }

    @Test
    void whatIsRejectedIsHidden() throws Exception {
        named();
        server.looks.getLast().complete(FACTS);
        alice.agent.files().reject(file().id());
        assertThat(file().state()).isEqualTo(CANCELLED);
        assertThat(file().reason()).isEqualTo("declined");
        assertThat(server.erased).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    void anOfferOutlivesThePhone() throws Exception {
        named();
        startAgain();
        register(SERVICE);
        server.looks.getLast().complete(FACTS);
        assertThat(file().state()).isEqualTo(OFFERED);
        assertThat(server.fetches).isEmpty();
    }

    @Test
    void whatWasTakenGoesOnInTheNextRun() throws Exception {
        named();
        server.looks.getLast().complete(FACTS);
        alice.agent.files().accept(file().id());
        startAgain();
        register(SERVICE);
        server.looks.getLast().complete(FACTS);
        assertThat(server.fetches).hasSize(2);
    }

    @Test
    void anotherFileUnderTheSameUrlIsNotTaken() throws Exception {
        named();
        server.looks.getLast().complete(FACTS);
        alice.agent.files().accept(file().id());
        startAgain();
        register(SERVICE);
        server.looks.getLast().complete(new ServerFiles.Facts("y", 1000, "cd".repeat(32)));
        assertThat(file().state()).isEqualTo(FAILED);
        assertThat(file().reason()).contains("not the same");
    }

    @Test
    void aFetchThatBreaksOrFallsSilentGoesOn() throws Exception {
        named();
        server.looks.getLast().complete(FACTS);
        alice.agent.files().accept(file().id());
        server.fetches.getLast().fails(Trouble.PASSING, "the connection broke");
        assertThat(file().reason()).contains("by itself");
        timers.advance(Duration.ofSeconds(1));
        assertThat(server.fetches).hasSize(2);
        timers.advance(Duration.ofSeconds(70));
        assertThat(server.fetches.get(1).stopped).isTrue();
        assertThat(server.fetches).hasSize(3);
    }

    @Test
    void whatRestsGoesOnWhenOurUserWantsItAlsoInTheNextRun() throws Exception {
        named();
        server.looks.getLast().complete(FACTS);
        alice.agent.files().accept(file().id());
        server.fetches.getLast().listener.progress(500);
        alice.agent.files().pause(file().id());
        assertThat(server.fetches.getLast().stopped).isTrue();
        assertThat(file().state()).isEqualTo(PAUSED);
        assertThat(file().bytes()).isEqualTo(500);
        startAgain();
        register(SERVICE);
        server.looks.getLast().complete(FACTS);
        timers.advance(Duration.ofDays(2));
        assertThat(file().state()).isEqualTo(PAUSED);
        assertThat(server.fetches).hasSize(1);
        alice.agent.files().resume(file().id());
        assertThat(server.fetches).hasSize(2);
        server.arrives(server.fetches.getLast());
        assertThat(file().state()).isEqualTo(COMPLETE);
    }

    @Test
    void whatCanNotBeKeptIsSaid() throws Exception {
        named();
        server.looks.getLast().complete(FACTS);
        alice.agent.files().accept(file().id());
        server.fetches.getLast().fails(Trouble.BROKEN, "what came is not the file");
        assertThat(file().state()).isEqualTo(FAILED);
        assertThat(kept()).isEmpty();
    }
}
