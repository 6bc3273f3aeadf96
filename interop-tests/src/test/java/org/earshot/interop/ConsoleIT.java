package org.earshot.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import org.earshot.common.login.LoginCodes;
import org.junit.jupiter.api.Test;

/// The console in a real browser: the first people, an account, a phone, a message, a hold and a proof, in the roles that may and those
/// that must not.
class ConsoleIT {
    private static final String PASSWORD = "a password of mine";
    private static final String EVIL = "<img src=x onerror=window.owned=1>";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static EarshotServer server(Lab lab, String... settings) {
        String[] all = new String[settings.length + 2];
        System.arraycopy(settings, 0, all, 2, settings.length);
        all[0] = "console.listen=127.0.0.1:0";
        all[1] = "security.trusted=127.0.0.0/8";
        return EarshotServer.start(lab, all);
    }

    private static String link(EarshotServer server) throws IOException {
        return Files.readString(server.data().resolve("console-link")).strip();
    }

    private static String quoted(String text) throws IOException {
        return JSON.writeValueAsString(text);
    }

    /// Presses a button when it is there.
    private static void press(Chromium.Page page, String button) throws Exception {
        page.await(
                "(() => { const found = [...document.querySelectorAll('button')].find(b => b.textContent.trim() === "
                        + quoted(button)
                        + " && !b.disabled); if (found) found.click(); return !!found; })()",
                20);
    }

    /// Fills the last form that there is, and sends it.
    private static void send(Chromium.Page page, String... fields) throws Exception {
        StringBuilder script = new StringBuilder("(() => { const f = [...document.forms].at(-1);");
        for (int i = 0; i < fields.length; i += 2) {
            script.append("if (!f || !f.elements.namedItem(")
                    .append(quoted(fields[i]))
                    .append(")) return false;");
        }
        for (int i = 0; i < fields.length; i += 2) {
            script.append("f.elements.namedItem(")
                    .append(quoted(fields[i]))
                    .append(").value = ")
                    .append(quoted(fields[i + 1]))
                    .append(';');
        }
        page.await(script.append("f.requestSubmit(); return true; })()").toString(), 20);
    }

    private static void shows(Chromium.Page page, String text) throws Exception {
        page.await("document.body.innerText.includes(" + quoted(text) + ")", 30);
    }

    private static void go(Chromium.Page page, String name) throws Exception {
        page.evaluate("location.hash = '#/" + name + "'");
        page.await("document.querySelector('nav [aria-current]')?.hash === '#/" + name + "'", 20);
    }

    /// The key that stands under the QR code.
    private static String secret(Chromium.Page page) throws Exception {
        page.await("!!document.querySelector('svg.qr path')?.getAttribute('d')", 30);
        return "otpauth://totp/x?secret="
                + page.evaluate("document.querySelector('pre').textContent.replaceAll(' ', '')")
                        .asText()
                + "&issuer=x";
    }

    private static void logIn(Chromium.Page page, String name, String secret) throws Exception {
        page.await("!!document.forms[0]?.elements.namedItem('code')", 20);
        send(
                page,
                "name",
                name,
                "password",
                PASSWORD,
                "code",
                LoginCodes.of(secret, Instant.now()));
        page.await("!!document.querySelector('nav')", 30);
    }

    private static int status(Chromium.Page page, String path, String body, String headers)
            throws Exception {
        return page.evaluate(
                        "fetch('/api/v1%s', {method: 'POST', headers: {'Content-Type': 'application/json'%s}, body: %s}).then(a => a.status)"
                                .formatted(path, headers, quoted(body)))
                .asInt();
    }

    /// A request of a phone that needs no password.
    private static String sip(EarshotServer server, String method, String to, String more)
            throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(20_000);
            String[] parts = more.split("\\|", -1);
            String request =
                    """
                    %1$s sip:%2$s@127.0.0.1 SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:%3$d;branch=z9hG4bK%3$d%1$s
                    Max-Forwards: 70
                    From: <sip:alice@127.0.0.1>;tag=a
                    To: <sip:%2$s@127.0.0.1>
                    Call-ID: %3$d%1$s
                    CSeq: 1 %1$s
                    Contact: <sip:alice@127.0.0.1:%3$d>
                    %4$s
                    Content-Length: %5$d

                    """
                            .formatted(
                                    method,
                                    to,
                                    socket.getLocalPort(),
                                    parts[0],
                                    parts[1].getBytes(UTF_8).length);
            byte[] bytes = (request.replace("\n", "\r\n") + parts[1]).getBytes(UTF_8);
            socket.send(
                    new DatagramPacket(
                            bytes,
                            bytes.length,
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), server.port("udp"))));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            do {
                socket.receive(answer);
            } while (new String(answer.getData(), 0, answer.getLength(), UTF_8)
                    .startsWith("SIP/2.0 1"));
            return new String(answer.getData(), 0, answer.getLength(), UTF_8);
        }
    }

    @Test
    void fromTheFirstAdministratorToAProof() throws Exception {
        try (Lab lab = Lab.of("console")) {
            EarshotServer server = server(lab);
            Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(server));

            send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
            String ofAdam = secret(page);
            press(page, "Appoint an officer now");
            page.await("!!document.forms[0]?.elements.namedItem('again')", 20);
            send(page, "name", "olga", "password", PASSWORD, "again", PASSWORD);
            String ofOlga = secret(page);
            press(page, "Go on to the log-in");
            logIn(page, "adam", ofAdam);
            shows(page, "Users online");
            assertThat(server.data().resolve("console-link")).doesNotExist();

            go(page, "people");
            for (String name : new String[] {"alice", "bob"}) {
                press(page, "New person");
                page.await("!!document.querySelector('dialog[open] form')", 20);
                send(page, "name", name, "displayName", EVIL, "password", "correct horse battery");
                page.await("!document.querySelector('dialog[open]')", 20);
                shows(page, name + "@127.0.0.1");
            }
            shows(page, EVIL);

            assertThat(
                            sip(
                                    server,
                                    "REGISTER",
                                    "alice",
                                    "Expires: 600\nUser-Agent: x/1 (" + EVIL + ")|"))
                    .contains(" 200 OK");
            assertThat(
                            sip(
                                    server,
                                    "MESSAGE",
                                    "bob",
                                    "Content-Type: text/plain|the zebrafinch contract " + EVIL))
                    .contains(" 202 ");
            go(page, "live");
            page.await("document.querySelector('.tile dd')?.textContent === '1'", 30);
            go(page, "phones");
            shows(page, EVIL);

            // an administrator sees that something was written, and nothing of it
            go(page, "compliance");
            shows(page, "What was written is for compliance officers");
            assertThat(page.evaluate("!!document.querySelector('input[name=words]')").asBoolean())
                    .isFalse();
            String token =
                    page.evaluate("fetch('/api/v1/session').then(a => a.json()).then(s => s.csrf)")
                            .asText();
            String words = "{\"page\":\"latest\",\"words\":\"zebrafinch\"}";
            assertThat(status(page, "/archive/search", words, ",'X-Earshot-CSRF': '" + token + "'"))
                    .isEqualTo(403);
            assertThat(status(page, "/accounts", "{\"name\":\"eve\"}", "")).isEqualTo(403);

            press(page, "Log out");
            logIn(page, "olga", ofOlga);
            go(page, "compliance");
            page.await("!!document.querySelector('input[name=words]')", 20);
            // words are found a moment after the message is in the record
            page.await(
                    "(() => { if (document.body.innerText.includes('the zebrafinch contract')) return true;"
                            + " const f = document.forms[0]; f.elements.words.value = 'zebrafinch'; f.requestSubmit(); return false; })()",
                    30);
            shows(page, "the zebrafinch contract " + EVIL);
            press(page, "Conversation");
            page.await("!!document.querySelector('.talk li.found')", 20);
            press(page, "Place a hold");
            page.await("!!document.querySelector('dialog[open] form')", 20);
            send(page, "name", "case-7", "reason", "a case");
            shows(page, "The hold is placed.");
            press(page, "Holds");
            shows(page, "case-7");
            press(page, "Proof");
            press(page, "Verify now");
            shows(page, "The record is intact");

            press(page, "Log out");
            page.await("!!document.forms[0]?.elements.namedItem('code')", 20);
            assertThat(page.evaluate("fetch('/api/v1/accounts').then(a => a.status)").asInt())
                    .isEqualTo(401);
            assertThat(page.evaluate("window.owned === undefined").asBoolean())
                    .as("nothing that somebody wrote became a part of a page")
                    .isTrue();
            assertThat(server.admin("hold", "list")).contains("case-7");
            assertThat(server.admin("archive", "search", "--kind", "administered"))
                    .contains("olga (officer), by the console from 127.0.0.1");
        }
    }

    @Test
    void aSessionThatHasEndedSaysSo() throws Exception {
        try (Lab lab = Lab.of("console-session")) {
            EarshotServer server = server(lab, "console.sessionIdle=2s");
            Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(server));
            send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
            String secret = secret(page);
            press(page, "Go on to the log-in");
            logIn(page, "adam", secret);
            shows(page, "Your session has ended");
        }
    }
}
