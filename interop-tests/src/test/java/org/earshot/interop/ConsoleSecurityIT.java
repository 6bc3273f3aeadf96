package org.earshot.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.administrator;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.quoted;
import static org.earshot.interop.ConsoleSteps.shows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The console's page Security in a real browser: tokens of programs, bans, and logins that failed.
class ConsoleSecurityIT {
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
    private static final int ACCOUNTS = 3;

    private static void confirm(Chromium.Page page) throws Exception {
        page.await(
                "(() => { const f = document.querySelector('dialog[open] form'); if (f) f.requestSubmit(); return !!f; })()",
                20);
        page.await("!document.querySelector('dialog[open]')", 20);
    }

    private static void pressLabelled(Chromium.Page page, String label) throws Exception {
        page.await(
                "(() => { const b = document.querySelector('button[aria-label=%s]'); b?.click(); return !!b; })()"
                        .formatted(quoted(label)),
                20);
    }

    @Test
    void aTokenIsMadeSeenOnceAndRevoked() throws Exception {
        try (Lab lab = Lab.of("console-tokens")) {
            EarshotServer server =
                    EarshotServer.start(lab, "console.listen=127.0.0.1:0")
                            .withUser("alice", "pwalice");
            String base = Files.readString(server.data().resolve("console-link"));
            Chromium.Page page = administrator(lab, server);
            go(page, "security");
            press(page, "API tokens");
            shows(page, "There are no tokens.");
            press(page, "New token");
            // what an administrator may not do is not offered
            page.await("document.querySelectorAll('input[name=scope]').length === 11", 20);
            String name = "<img src=x onerror=window.owned=1> import";
            page.evaluate(
                    "(() => { const f = [...document.forms].at(-1); f.elements.namedItem('name').value = %s; f.querySelector('input[value=\"people:read\"]').checked = true; f.requestSubmit(); })()"
                            .formatted(quoted(name)));
            page.await("/^earshot_/.test(document.querySelector('dialog pre')?.textContent)", 20);
            String token =
                    page.evaluate("document.querySelector('dialog pre').textContent").asText();
            press(page, "Close");
            shows(page, name);
            shows(page, "never");
            assertThat(page.evaluate("document.body.innerText.includes('earshot_')").asBoolean())
                    .isFalse();

            String api = base.replaceFirst("/#.*", "").strip() + "/api/v1";
            assertThat(get(api + "/accounts", token).body()).contains("alice@127.0.0.1");
            assertThat(get(api + "/bindings", token).statusCode()).isEqualTo(403);
            go(page, "live");
            go(page, "security");
            press(page, "API tokens");
            shows(page, "127.0.0.1");
            pressLabelled(page, "Revoke " + name + "?");
            confirm(page);
            page.await("document.querySelector('.card .badge.bad')?.textContent === 'revoked'", 20);
            assertThat(get(api + "/accounts", token).statusCode()).isEqualTo(401);
            press(page, "What was done");
            shows(page, "token revoke");
            assertThat(page.evaluate("window.owned === undefined").asBoolean()).isTrue();
        }
    }

    private static HttpResponse<String> get(String address, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /// Tries a wrong password from an address of this machine.
    private static void guess(DatagramSocket from, EarshotServer server, String user)
            throws IOException {
        String challenge = ask(from, server, user, 1, "");
        assertThat(challenge).contains(" 401 ");
        Matcher nonce = NONCE.matcher(challenge);
        assertThat(nonce.find()).isTrue();
        String answer =
                ask(
                        from,
                        server,
                        user,
                        2,
                        "Authorization: Digest username=\"%s\", realm=\"127.0.0.1\", nonce=\"%s\", uri=\"sip:127.0.0.1\", response=\"%s\", algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"0a4f113b\"\n"
                                .formatted(user, nonce.group(1), "0".repeat(64)));
        assertThat(answer).contains(" 401 ");
    }

    private static String ask(
            DatagramSocket from, EarshotServer server, String user, int number, String more)
            throws IOException {
        String request =
                """
                REGISTER sip:127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP %1$s:%2$d;branch=z9hG4bK%3$s%4$d
                Max-Forwards: 70
                From: <sip:%3$s@127.0.0.1>;tag=a
                To: <sip:%3$s@127.0.0.1>
                Call-ID: %2$d%3$s
                CSeq: %4$d REGISTER
                Contact: <sip:%3$s@%1$s:%2$d>
                %5$sContent-Length: 0

                """
                        .formatted(
                                from.getLocalAddress().getHostAddress(),
                                from.getLocalPort(),
                                user,
                                number,
                                more)
                        .replace("\n", "\r\n");
        byte[] bytes = request.getBytes(UTF_8);
        from.send(
                new DatagramPacket(
                        bytes,
                        bytes.length,
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), server.port("udp"))));
        DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
        from.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), UTF_8);
    }

    @Test
    void whoGuessesPasswordsIsSeenAndLetInAgain() throws Exception {
        try (Lab lab = Lab.of("console-bans");
                DatagramSocket scanner =
                        new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.3"))) {
            scanner.setSoTimeout(20_000);
            Path file =
                    lab.write(
                            "earshot.yaml",
                            "domain: 127.0.0.1\nsecurity:\n  bans:\n    accounts: %d\n    exempt: [\"127.0.0.1\"]\n"
                                    .formatted(ACCOUNTS));
            EarshotServer server =
                    EarshotServer.startFrom(lab, file, "console.listen=127.0.0.1:0")
                            .withUser("alice", "pwalice");
            guess(scanner, server, "alice");
            for (int i = 1; i < ACCOUNTS; i++) {
                guess(scanner, server, "eve" + i);
            }
            Chromium.Page page = administrator(lab, server);
            go(page, "security");
            press(page, "Bans and failed logins");
            shows(page, "127.0.0.3");
            shows(page, "wrong passwords of 3 accounts");
            shows(page, "names that nobody has");
            assertThat(page.evaluate("document.body.innerText.includes('eve1')").asBoolean())
                    .isFalse();
            pressLabelled(page, "Lift the ban of 127.0.0.3?");
            confirm(page);
            shows(page, "Nobody is banned.");
            guess(scanner, server, "alice");
            page.evaluate("localStorage.setItem('earshot-language', 'de'); location.reload()");
            page.await("!!document.querySelector('nav')", 20);
            press(page, "Sperren und Fehlversuche");
            shows(page, "Niemand ist gesperrt.");
            shows(page, "Namen, die niemand hat");
        }
    }
}
