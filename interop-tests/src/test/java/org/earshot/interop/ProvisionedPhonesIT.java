package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.Test;

/// Two phones of other makes that know nothing but what the server's files say register, and talk.
class ProvisionedPhonesIT {
    private static String link(EarshotServer server, String name, String phone) {
        return server.admin("device", "file", name, "desk", "--phone", phone).strip();
    }

    private static String fetched(EarshotServer server, String link) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(TrustedCertificates.fromPem(server.ca()).context())
                        .build()) {
            HttpResponse<String> file =
                    client.send(
                            HttpRequest.newBuilder(URI.create(link))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(file.statusCode()).isEqualTo(200);
            return file.body();
        }
    }

    @Test
    void linphoneAndBaresipRegisterAndTalk() throws Exception {
        try (Lab lab = Lab.of("provisioned")) {
            EarshotServer server =
                    EarshotServer.start(lab, "domain=localhost", "https.listen=127.0.0.1:0")
                            .withUser("alice", "a long password")
                            .withUser("bob", "a long password");
            Path said = Recording.speech(lab, "bob");
            // it asks name servers alone, and none of these knows this machine
            String account =
                    fetched(server, link(server, "bob", "baresip"))
                            .strip()
                            .replace("sip:localhost:", "sip:127.0.0.1:");
            Baresip bob = Baresip.of(lab, "bob").trusts(server.ca()).says(said).startWith(account);
            bob.event("REGISTER_OK");
            Linphone alice =
                    Linphone.provisioned(
                            lab, "alice", link(server, "alice", "linphone"), server.ca());
            assertThat(bindings(server))
                    .contains("sip:alice@localhost", "sip:bob@localhost")
                    .contains("over TLS");
            alice.tell("call sip:bob@localhost");
            bob.event("CALL_ESTABLISHED");
            assertThat(server.admin("calls")).contains("sip:alice@localhost and sip:bob@localhost");
            alice.tell("terminate");
            bob.event("CALL_CLOSED");
            bob.command("dial", "sip:alice@localhost");
            bob.event("CALL_ESTABLISHED");
            assertThat(server.admin("calls")).contains("sip:bob@localhost and sip:alice@localhost");
            bob.command("hangup", "");
        }
    }

    private static String bindings(EarshotServer server) throws IOException {
        return server.admin("bindings");
    }
}
