package org.earshot.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.app.DomainRelay;
import org.earshot.softphone.file.FileEngine;
import org.earshot.softphone.file.OwnRelay;
import org.earshot.softphone.file.SourceFile;
import org.earshot.softphone.ua.Account;

/// Our server's relay at one end of a [ShapedLink], and a sender who is logged in there. Either phone may be at the other end.
final class RelayOnLink {
    private static final int PORT = 2855;

    private final InetAddress here;
    private final InetAddress there;
    private final Account alice;
    private final SSLContext trust;

    /// @param there by which address it is reached over the link
    RelayOnLink(Lab lab, InetAddress here, InetAddress there) {
        this.here = here;
        this.there = there;
        EarshotServer server =
                EarshotServer.start(
                                lab,
                                "domain=" + here.getHostAddress(),
                                "listen.msrp=" + here.getHostAddress() + ":" + PORT,
                                "files.relay=msrps://" + there.getHostAddress() + ":" + PORT)
                        .withUser("alice", "pwalice");
        alice =
                Account.of(
                        "sip:alice@" + here.getHostAddress(),
                        "pwalice",
                        server.address("tls"),
                        "tls");
        trust = TrustedCertificates.fromPem(server.ca()).context();
    }

    /// Sends a file, and deletes it where it has come.
    ///
    /// @param senderFar whether the sender's way to the relay is the link
    /// @param receiverFar likewise
    /// @return how long it took, in seconds, from when the sender was logged in, as he is before he offers the file
    double send(FileEnds ends, SourceFile source, boolean senderFar, boolean receiverFar)
            throws Exception {
        FileEngine.Relayed at =
                ends.atRelay(new Reached(receiverFar ? there : here, senderFar ? there : here));
        long began = System.nanoTime();
        Files.delete(ends.transfer(source, at));
        return (System.nanoTime() - began) / 1e9;
    }

    /// The relay as others are told to reach it, and as the sender does.
    private final class Reached implements OwnRelay {
        private final DomainRelay relay;
        private final InetAddress bySender;

        Reached(InetAddress byOthers, InetAddress bySender) {
            this.bySender = bySender;
            relay = new DomainRelay(MsrpUri.of(true, byOthers, PORT, ""), alice, trust);
        }

        @Override
        public MsrpUri uri() {
            return relay.uri();
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(bySender, PORT);
        }

        @Override
        public SSLSocket secure(Socket socket) throws IOException {
            return relay.secure(socket);
        }

        @Override
        public Optional<String> authorization(List<String> challenges) {
            return relay.authorization(challenges);
        }
    }
}
