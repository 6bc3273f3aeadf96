package org.earshot.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.earshot.server.acme.FakeAuthority;

/// The guides' pictures of what more than one server has a part in: a certificate of an authority, a relay for calls, two nodes of a domain.
final class NetworkScreenshots {
    private final Lab lab;
    private final Path place;
    private final Path pictures;
    private final Terminal terminal;

    private NetworkScreenshots(Lab lab, Path place, Path pictures, Terminal terminal) {
        this.lab = lab;
        this.place = place;
        this.pictures = pictures;
        this.terminal = terminal;
    }

    /// @param place an empty folder, whose name stands in the pictures
    /// @return how many were made
    static int take(Lab lab, Path place, Path pictures) throws Exception {
        Chromium.Page page = Chromium.start(lab).open("about:blank");
        NetworkScreenshots on =
                new NetworkScreenshots(
                        lab, place, pictures, new Terminal(lab, page, place, List.of()));
        on.authority();
        on.relay();
        on.nodes();
        return 3;
    }

    private void authority() throws Exception {
        FakeAuthority authority =
                lab.closing(
                        FakeAuthority.start(
                                lab.privateFolder("authority"), InstantSource.system()));
        Files.copy(authority.trusted(), place.resolve("authority.pem"));
        int proofs = Lab.freePortPair();
        authority.looksAt(proofs);
        Path file =
                Files.writeString(
                        place.resolve("earshot.yaml"),
                        """
                        domain: example.org
                        tls:
                          acme:
                            directory: %s
                            agreeToTerms: true
                            names: [sip.example.org]
                            listen: 127.0.0.1:%d
                            trusted: %s
                        """
                                .formatted(
                                        authority.directory(),
                                        proofs,
                                        place.resolve("authority.pem")));
        EarshotServer server =
                EarshotServer.startFrom(
                        lab,
                        file,
                        ours("example.org"),
                        "domain=example.org",
                        "console.listen=127.0.0.1:0");
        String shown =
                "openssl s_client -connect "
                        + server.address("tls")
                        + " </dev/null 2>/dev/null | openssl x509 -noout -issuer -enddate -ext subjectAltName";
        terminal.await(shown + " | grep -q 'Fake Authority'");
        picture(
                "acme",
                "cat earshot.yaml",
                shown,
                "curl -s http://"
                        + server.address("console")
                        + "/metrics | grep '^earshot_tls_certificate'");
    }

    private void relay() throws Exception {
        Coturn coturn = Coturn.start(lab, "coturn", InetAddress.getLoopbackAddress());
        Path secret = Files.writeString(place.resolve("relay.secret"), Coturn.SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        EarshotServer.start(
                lab,
                ours("relayed"),
                "console.listen=off",
                "relay.uris=turn:127.0.0.1:" + coturn.address().getPort() + "?transport=udp",
                "relay.secretFile=" + secret);
        picture(
                "relay",
                "earshot admin --data relayed status | grep -E '^(relays|warnings)'",
                "turnutils_uclient -y -c -n 3 -u test -W \"$(cat relay.secret)\" -p "
                        + coturn.address().getPort()
                        + " 127.0.0.1 | grep -E 'tot_|lost'");
    }

    private void nodes() throws Exception {
        String[] shared = SharedStore.and(SharedStore.withBus(lab), "console.listen=off");
        EarshotServer.start(lab, ours("one"), shared);
        EarshotServer.start(lab, ours("two"), shared);
        terminal.await("earshot admin --data one status | grep -q 'push=connected'");
        picture(
                "nodes",
                "earshot admin --data one status | awk '/^[a-z]/ {on = /^(store|nodes)/} on'",
                "printf '%s' 'a password for Erin' | earshot admin --data one user add erin --password-stdin",
                "earshot admin --data two user list");
    }

    /// A data folder, as a server wants it.
    private Path ours(String name) throws IOException {
        return Files.createDirectory(
                place.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void picture(String name, String... commands) throws IOException, InterruptedException {
        Files.write(pictures.resolve("terminal-" + name + ".png"), terminal.picture(commands));
    }
}
