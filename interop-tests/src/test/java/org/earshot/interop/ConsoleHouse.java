package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.PASSWORD;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.common.login.LoginCodes;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;

/// A server in which something has happened, people with each role, and a browser. Wherever somebody may write a name of their own
/// choosing, markup stands.
final class ConsoleHouse implements AutoCloseable {
    static final String MARKUP = ConsoleMarkup.WORD;
    static final String WRITTEN = "the zebrafinch contract " + MARKUP;

    /// More than a page of a conversation has room for.
    static final int WRITTEN_AFTERWARDS = 54;

    private static final String FILE =
            """
            domain: 127.0.0.1
            trunks:
              - name: gateway
                host: 192.0.2.20
                domain: gateway.example
                number: "+4930123450"
                keepAlive: 0s
            dialplan:
              country: "49"
              rules:
                - name: "<img src=x onerror=window.owned=1>"
                  pattern: "+49*"
                  who: [alice]
                  trunks: [gateway]
            files:
              way: store
              quarantine:
                keep: 7d
            console:
              sessionIdle: %s
            """;
    private static final Duration STEP = Duration.ofSeconds(30);

    private final Lab lab = Lab.of("console-walk");
    private final InMemoryDirectoryServer directory;
    private final EarshotServer server;
    private final Chromium chromium;
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, Integer> logIns = new HashMap<>();

    private ConsoleHouse() throws Exception {
        directory = directory();
        chromium = Chromium.start(lab, "--lang=en-US");
        server =
                EarshotServer.startFrom(
                        lab,
                        lab.write("earshot.yaml", FILE.formatted("20m")),
                        "console.listen=127.0.0.1:0",
                        "https.listen=127.0.0.1:0",
                        "ldap.url=ldap://127.0.0.1:" + directory.getListenPort(),
                        "ldap.startTls=false",
                        "ldap.base=dc=example,dc=org");
    }

    static ConsoleHouse open() throws Exception {
        ConsoleHouse house = new ConsoleHouse();
        try {
            house.happenings();
            return house;
        } catch (Exception | AssertionError e) {
            house.close();
            throw e;
        }
    }

    private static InMemoryDirectoryServer directory() throws Exception {
        InMemoryDirectoryServer made = PlainDirectory.empty();
        PlainDirectory.add(made, "erin", "erin " + MARKUP);
        made.add(
                "dn: " + new DN(new RDN("uid", MARKUP), new DN("dc=example,dc=org")),
                "objectClass: person",
                "uid: " + MARKUP);
        made.startListening();
        return made;
    }

    private void happenings() throws Exception {
        for (String name : List.of("alice", "bob", "carol", "leaver")) {
            ask(
                    "pw" + name,
                    "user",
                    "add",
                    name,
                    "--password-stdin",
                    "--display-name",
                    name + " " + MARKUP);
        }
        ask("", "ldap", "sync");
        ask("", "group", "add", "team", "--owner", "alice", "--display-name", "team " + MARKUP);
        ask("zebrafinch", "lexicon", "add", "contracts", "--text-stdin");
        BarePhone alice = phone("alice").registered();
        BarePhone bob = phone("bob");
        assertThat(bob.register("\r\nUser-Agent: x/1 (" + MARKUP + ")")).startsWith("SIP/2.0 200");
        bob.answering("MESSAGE", "200 OK");
        BarePhone carol = phone("carol").registered();
        carol.answering(
                "INVITE",
                "486 %1$s\r\nWarning: 399 house \"%1$s\"\r\nReason: SIP;cause=486;text=\"%1$s\""
                        .formatted(MARKUP));
        assertThat(alice.message("bob", WRITTEN)).startsWith("SIP/2.0 20");
        for (int i = 1; i <= WRITTEN_AFTERWARDS; i++) {
            assertThat(alice.message("bob", "afterwards, number " + i)).startsWith("SIP/2.0 20");
        }
        assertThat(alice.invite("carol", BarePhone.SDP)).startsWith("SIP/2.0 486");
        ask("", "user", "close", "leaver");
        HeldBack.byTheStore(lab, server, MARKUP + ".dat");
        refusedLogIn();
        appoint("adam", "administrator");
        appoint("kay", "administrator");
        appoint("kim", "administrator");
        appoint("ines", "auditor");
        appoint("olga", "officer");
    }

    /// By a name that is none.
    private void refusedLogIn() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://"
                                                    + server.address("console")
                                                    + "/api/v1/session"))
                            .timeout(STEP)
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            new ObjectMapper()
                                                    .createObjectNode()
                                                    .put("name", MARKUP)
                                                    .put("password", PASSWORD)
                                                    .put("code", "123456")
                                                    .toString()))
                            .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(401);
        }
    }

    private void appoint(String name, String role) throws Exception {
        String answer =
                ask(PASSWORD, "officer", "add", name, "--role", role, "--password-stdin", "--json");
        secrets.put(name, new ObjectMapper().readTree(answer).path("otpauth").asText());
    }

    private BarePhone phone(String name) throws Exception {
        return BarePhone.tls(lab, name, "pw" + name, server.address("tls"), server.ca());
    }

    /// Gives a command, which must succeed, and what comes on its standard input.
    String ask(String input, String... command) throws Exception {
        AdminAnswer answer =
                AdminClient.ask(
                                server.data(),
                                new AdminRequest(new ArrayList<>(List.of(command)), input))
                        .orElseThrow();
        assertThat(answer.status()).as(answer.errors() + answer.output()).isZero();
        return answer.output();
    }

    Lab lab() {
        return lab;
    }

    EarshotServer server() {
        return server;
    }

    /// The console in a browser of somebody's own, where nobody has logged in.
    Chromium.Page stranger() throws Exception {
        Chromium.Page page = chromium.privately("http://" + server.address("console") + "/");
        page.await("!!document.forms[0]?.elements.namedItem('code')", 30);
        return page;
    }

    /// Another tab of the same browser.
    Chromium.Page beside(Chromium.Page page, String address) throws Exception {
        return chromium.beside(page, address);
    }

    /// The console in a browser of their own, logged in.
    Chromium.Page of(String name) throws Exception {
        Chromium.Page page = stranger();
        logIn(page, name);
        return page;
    }

    /// Logs in where the page asks for it.
    void logIn(Chromium.Page page, String name) throws Exception {
        ConsoleSteps.send(page, "name", name, "password", PASSWORD, "code", code(name));
        page.await("!!document.querySelector('nav')", 30);
    }

    /// A code that was not used yet: a server takes that of the next half minute too, so two come at once.
    String code(String name) {
        int before = logIns.merge(name, 1, Integer::sum) - 1;
        return LoginCodes.of(secrets.get(name), Instant.now().plus(STEP.multipliedBy(before)));
    }

    /// How long sessions last from now on in which nothing is done.
    ///
    /// @param longest and how long in any case
    void sessionsLast(String idle, String longest) throws Exception {
        ask(
                FILE.formatted(idle) + "  sessionLongest: " + longest + "\n",
                "config",
                "apply",
                "--text-stdin");
    }

    @Override
    public void close() {
        lab.close();
        directory.shutDown(true);
    }
}
