package org.earshot.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import org.earshot.common.login.LoginCodes;

/// What somebody does in the console, as steps of a walk.
final class ConsoleSteps {
    static final String PASSWORD = "a password of mine";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConsoleSteps() {}

    /// Makes the first administrator, adam, and logs him in.
    static Chromium.Page administrator(Lab lab, EarshotServer server) throws Exception {
        Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(server));
        send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
        String secret = secret(page);
        press(page, "Go on to the log-in");
        logIn(page, "adam", secret);
        return page;
    }

    static String link(EarshotServer server) throws IOException {
        return Files.readString(server.data().resolve("console-link")).strip();
    }

    static String quoted(String text) throws IOException {
        return JSON.writeValueAsString(text);
    }

    /// Presses a button when it is there: that of the dialog, where one is open, as all else is out of reach then.
    static void press(Chromium.Page page, String button) throws Exception {
        page.await(
                "(() => { const found = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('button')].find(b => b.textContent.trim() === "
                        + quoted(button)
                        + " && !b.disabled); if (found) found.click(); return !!found; })()",
                20);
    }

    /// Presses a button in the row of a table.
    ///
    /// @param row a text in it
    static void pressIn(Chromium.Page page, String row, String button) throws Exception {
        page.await(
                "(() => { const r = [...document.querySelectorAll('tbody tr')].find(r => r.textContent.includes(%s)); const b = r && [...r.querySelectorAll('button')].find(b => b.textContent.trim() === %s); b?.click(); return !!b; })()"
                        .formatted(quoted(row), quoted(button)),
                20);
    }

    /// Fills the last form that there is, and sends it.
    static void send(Chromium.Page page, String... fields) throws Exception {
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

    static void shows(Chromium.Page page, String text) throws Exception {
        // a page that is being loaded has no body yet
        page.await("document.body?.innerText.includes(" + quoted(text) + ") === true", 30);
    }

    static void go(Chromium.Page page, String name) throws Exception {
        page.evaluate("location.hash = '#/" + name + "'");
        page.await("document.querySelector('nav [aria-current]')?.hash === '#/" + name + "'", 20);
    }

    /// The key that stands under the QR code.
    static String secret(Chromium.Page page) throws Exception {
        page.await("!!document.querySelector('svg.qr path')?.getAttribute('d')", 30);
        return "otpauth://totp/x?secret="
                + page.evaluate("document.querySelector('pre').textContent.replaceAll(' ', '')")
                        .asText()
                + "&issuer=x";
    }

    static void logIn(Chromium.Page page, String name, String secret) throws Exception {
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

    /// A request of a phone that needs no password: alice's, or a REGISTER of whom it is for.
    static String sip(EarshotServer server, String method, String to, String more)
            throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(60_000);
            String[] parts = more.split("\\|", -1);
            String request =
                    """
                    %1$s sip:%2$s@127.0.0.1 SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:%3$d;branch=z9hG4bK%3$d%1$s%2$s
                    Max-Forwards: 70
                    From: <sip:%6$s@127.0.0.1>;tag=a
                    To: <sip:%2$s@127.0.0.1>
                    Call-ID: %3$d%1$s%2$s
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
                                    parts[1].getBytes(UTF_8).length,
                                    method.equals("REGISTER") ? to : "alice");
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
}
