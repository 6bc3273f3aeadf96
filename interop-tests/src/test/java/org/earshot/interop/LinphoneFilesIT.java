package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Linphone's files by our server's store: what its library uploads and announces, and what it fetches.
class LinphoneFilesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIZE = 300_001;

    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() {
        lab = Lab.of("linphone-files");
        server =
                EarshotServer.start(lab, "https.listen=127.0.0.1:0")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob")
                        .withUser("carol", "pwcarol");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private ChildProcess linphone(String name) throws IOException, URISyntaxException {
        ChildProcess phone =
                Linphone.sendingFiles(
                        lab,
                        name,
                        "pw" + name,
                        server,
                        "https://" + server.address("https") + "/files/rcs",
                        lab.privateFolder("down-" + name));
        event(phone, "registered", "");
        return phone;
    }

    private static JsonNode event(ChildProcess phone, String name, String state) {
        return phone.await(name + " " + state, 60, line -> read(line, name, state)).value();
    }

    private static Optional<JsonNode> read(String line, String name, String state) {
        try {
            return Optional.of(JSON.readTree(line))
                    .filter(event -> event.path("event").asText().equals(name))
                    .filter(event -> event.path("state").asText().equals(state));
        } catch (JsonProcessingException _) {
            return Optional.empty(); // the library's own words
        }
    }

    private Path picture() throws IOException {
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        return Files.write(lab.file("sea & sun.jpg"), content);
    }

    @Test
    void ourPhoneOffersWhatLinphoneSends() throws Exception {
        EarshotPhone alice =
                EarshotPhone.overTls(
                        lab,
                        server,
                        "alice",
                        "silence",
                        "--audio-out",
                        "null",
                        "--download-dir",
                        lab.file("down").toString());
        ChildProcess bob = linphone("bob");
        Path picture = picture();
        bob.tell("send sip:alice@127.0.0.1 " + picture);
        JsonNode offered = file(alice, "offered");
        assertThat(offered.path("from").asText()).isEqualTo("sip:bob@127.0.0.1");
        assertThat(offered.path("way").asText()).isEqualTo("store");
        assertThat(offered.path("name").asText()).isEqualTo("sea & sun.jpg");
        assertThat(offered.path("size").asLong()).isEqualTo(SIZE);
        alice.tell("accept " + offered.path("id").asText());
        assertThat(Path.of(file(alice, "complete").path("file").asText()))
                .hasSameBinaryContentAs(picture);
        event(bob, "file", "delivered");
    }

    private static JsonNode file(EarshotPhone phone, String state) {
        return phone.event("file", 60, e -> e.path("state").asText().equals(state));
    }

    @Test
    void linphoneFetchesWhatCameWhileItWasAway() throws Exception {
        ChildProcess bob = linphone("bob");
        Path picture = picture();
        bob.tell("send sip:carol@127.0.0.1 " + picture);
        event(bob, "file", "delivered");

        ChildProcess carol = linphone("carol");
        JsonNode offered = event(carol, "file", "offered");
        assertThat(offered.path("name").asText()).isEqualTo("sea + sun.jpg");
        assertThat(offered.path("size").asLong()).isEqualTo(SIZE);
        assertThat(Path.of(event(carol, "file", "complete").path("file").asText()))
                .hasSameBinaryContentAs(picture);
    }
}
