package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.oidc.FakeProvider;
import org.earshot.server.trace.OtlpReceiver;

/// An organisation as the pictures of the console show it: people, the directory that some of them come from, two trunks of which one takes no calls, a provider by
/// which somebody has logged in, a collector of traces; phones that talk and write, a call that failed, a wrong password, a file that is held back.
final class ConsoleScene {
    private static final Map<String, String> PEOPLE =
            Map.of(
                    "alice", "Alice Baker",
                    "bob", "Bob Carter",
                    "carol", "Carol Dunn",
                    "dave", "Dave Evans");
    private final Lab lab;
    private final FakeProvider provider;
    private final InMemoryDirectoryServer directory;
    private final EarshotServer server;
    private EarshotPhone alice;

    private ConsoleScene(Lab lab, Path place) throws Exception {
        this.lab = lab;
        provider = lab.closing(FakeProvider.start(lab.privateFolder("provider")));
        OtlpReceiver collector = lab.closing(OtlpReceiver.start());
        directory = directory();
        lab.closing(() -> directory.shutDown(true));
        Path file =
                Files.writeString(
                        place.resolve("earshot.yaml"),
                        configuration(directory.getListenPort(), collector.endpoint()));
        Path data =
                Files.createDirectory(
                        place.resolve("earshot"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        server =
                EarshotServer.startFrom(
                        lab,
                        file,
                        data,
                        "console.listen=127.0.0.1:0",
                        "https.listen=127.0.0.1:0",
                        "console.oidc.issuer=" + provider.issuer(),
                        "console.oidc.clientId=" + FakeProvider.CLIENT,
                        "console.oidc.clientSecretFile=" + secret(),
                        "console.oidc.url=https://console.example.org",
                        "console.oidc.label=Example ID",
                        "console.oidc.trusted=" + provider.trusted());
    }

    /// Opens it, with nobody who has a role yet, and no phone.
    ///
    /// @param place an empty folder for its configuration and its data
    static ConsoleScene open(Lab lab, Path place) throws Exception {
        ConsoleScene scene = new ConsoleScene(lab, place);
        for (Map.Entry<String, String> person : PEOPLE.entrySet()) {
            scene.ask(
                    "pw" + person.getKey(),
                    "user",
                    "add",
                    person.getKey(),
                    "--display-name=" + person.getValue(),
                    "--password-stdin");
        }
        scene.ask("", "ldap", "sync");
        scene.ask("", "group", "add", "team", "--owner", "alice", "--display-name", "Contracts");
        scene.ask("", "group", "member", "add", "team", "bob");
        scene.ask("contract", "lexicon", "add", "contracts", "--text-stdin");
        scene.ask("", "user", "close", "dave");
        return scene;
    }

    private String configuration(int directory, String collector) throws IOException {
        return """
        domain: 127.0.0.1
        trunks:
          - name: provider
            host: 127.0.0.1
            port: %d
            domain: sip.provider.example
            number: "+4930123450"
          - name: backup
            host: 127.0.0.1
            port: %d
            domain: backup.example
            number: "+4930123450"
        dialplan:
          country: "49"
          emergencyTrunks: [provider, backup]
          rules:
            - name: the house's country
              pattern: "+49*"
              trunks: [provider, backup]
            - name: abroad
              pattern: "*"
              who: [alice, "group:team"]
              trunks: [provider]
          numbers:
            - number: "+4930123451"
              to: [alice]
            - number: "+4930123450"
              to: ["group:team"]
        ldap:
          url: ldap://127.0.0.1:%d
          startTls: false
          base: dc=example,dc=org
        files:
          way: store
          quarantine:
            keep: 7d
        # 10 of 100 calls are traced
        tracing:
          endpoint: %s
          share: 0.1
        """
                .formatted(trunk("200 OK"), trunk("503 Service Unavailable"), directory, collector);
    }

    private Path secret() throws IOException {
        Path file = lab.write("oidc.secret", FakeProvider.SECRET);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private int trunk(String answer) throws IOException {
        BarePhone trunk = BarePhone.udp(lab, "trunk", "", "127.0.0.1:9");
        trunk.answering("OPTIONS", answer);
        return trunk.port();
    }

    private static InMemoryDirectoryServer directory() throws Exception {
        InMemoryDirectoryServer made = PlainDirectory.empty();
        for (String[] person :
                List.of(
                        new String[] {"frank", "Frank Foster"},
                        new String[] {"grace", "Grace Hill"},
                        new String[] {"root", "A name that is kept for the server"})) {
            PlainDirectory.add(made, person[0], person[1]);
        }
        made.startListening();
        return made;
    }

    /// Somebody new comes into the directory, and somebody gets another name there.
    void theDirectoryChanges() throws Exception {
        PlainDirectory.add(directory, "heidi", "Heidi Ives");
        directory.modify(
                "dn: uid=grace,dc=example,dc=org",
                "changetype: modify",
                "replace: displayName",
                "displayName: Grace Hill-Moore");
    }

    EarshotServer server() {
        return server;
    }

    /// Gives a command, which must succeed, and what comes on its standard input.
    void ask(String input, String... command) throws IOException {
        AdminAnswer answer =
                AdminClient.ask(server.data(), new AdminRequest(List.of(command), input))
                        .orElseThrow();
        assertThat(answer.status()).as(answer.errors() + answer.output()).isZero();
    }

    /// Somebody with a role logs in by the provider for the first time, which ties the name.
    void logsInByTheProvider(String name) throws Exception {
        String console = "http://" + server.address("console");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> sent = get(http, console + "/api/v1/session/oidc", "");
            String cookie = sent.headers().firstValue("Set-Cookie").orElseThrow();
            URI back =
                    provider.logIn(
                            URI.create(sent.headers().firstValue("Location").orElseThrow()), name);
            HttpResponse<String> in =
                    get(
                            http,
                            console + back.getRawPath() + "?" + back.getRawQuery(),
                            cookie.substring(0, cookie.indexOf(';')));
            assertThat(in.headers().firstValue("Location").orElseThrow()).endsWith("/");
        }
    }

    private static HttpResponse<String> get(HttpClient http, String address, String cookie)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Two phones write, one calls nobody and then the other one, and that call goes on; a wrong password, and a file that is held back.
    void comesAlive() throws Exception {
        alice = phone("alice");
        phone("bob", "--auto-answer");
        alice.tell("message bob The contract is signed; I send it after lunch.");
        alice.tell("call sip:nobody@127.0.0.1");
        alice.call("ended");
        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
        BarePhone wrong = BarePhone.udp(lab, "carol", "a wrong one", server.address("udp"));
        for (int i = 0; i < 3; i++) {
            assertThat(wrong.register()).doesNotStartWith("SIP/2.0 2");
        }
        HeldBack.byTheStore(lab, server, "price list 2027.pdf");
    }

    private EarshotPhone phone(String name, String... more) throws Exception {
        String[] options = new String[more.length + 2];
        options[0] = "--audio-out";
        options[1] = "null";
        System.arraycopy(more, 0, options, 2, more.length);
        return EarshotPhone.overTls(
                lab, server, name, Recording.speech(lab, name).toString(), options);
    }

    /// The call that goes on ends, and both phones have reported how they heard it.
    void hangUp() {
        alice.tell("hangup");
        alice.call("ended");
    }
}
