package org.earshot.softphone.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.media.dtls.DtlsIdentity;

/// Two phones' endpoints on loopback, and files between them.
final class FilePhones implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final MsrpEndpoint alice;
    final MsrpEndpoint bob;
    final Path folder;
    final Path downloads;
    final PartialFiles partials;

    FilePhones(Path folder, Duration silence) {
        this(folder, silence, silence);
    }

    /// @param silence how long nothing may come or go
    /// @param handshake how long it may take until the first request
    FilePhones(Path folder, Duration silence, Duration handshake) {
        this.folder = folder;
        alice = endpoint(silence, handshake);
        bob = endpoint(silence, handshake);
        downloads = folder.resolve("downloads");
        partials = new PartialFiles(folder.resolve("partial"));
    }

    static DtlsIdentity identity() {
        return DtlsIdentity.generate(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));
    }

    private static MsrpEndpoint endpoint(Duration silence, Duration handshake) {
        return new MsrpEndpoint(new MsrpEndpoint.Settings(identity(), silence, handshake));
    }

    /// A file of that many random bytes, among which there is what looks like the end of a body.
    SourceFile source(String name, int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        byte[] like =
                "\r\n-------abcdefgh12345678$\r\n"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i + like.length < size; i += 10_007) {
            System.arraycopy(like, 0, bytes, i, like.length);
        }
        try {
            return SourceFile.examine(Files.write(folder.resolve(name), bytes), read -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PartialFile partial(SourceFile source) {
        try {
            return partials.claim(
                    PartialKey.of("sip:alice@example.org", source.sha256()), source.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    IncomingFile incoming(SourceFile source) {
        return incoming(source, source.path().getFileName().toString());
    }

    IncomingFile incoming(SourceFile source, String name) {
        return new IncomingFile(
                downloads,
                partial(source),
                name,
                source.size(),
                List.of(source.sha1(), source.sha256()));
    }

    MsrpUri local(MsrpEndpoint endpoint) {
        try {
            return endpoint.local(LOOPBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MsrpPeer peer(MsrpUri local, MsrpUri remote, String fingerprint, boolean active) {
        return new MsrpPeer(local, List.of(remote), Set.of(fingerprint), active);
    }

    /// A transfer under way.
    record Way(FileSession sender, NotingFiles sent, FileSession receiver, NotingFiles received) {}

    /// Alice sends, bob takes.
    Way transfer(SourceFile source, IncomingFile incoming, boolean senderConnects) {
        return transfer(source, incoming, senderConnects, new NotingFiles(), new NotingFiles());
    }

    Way transfer(
            SourceFile source,
            IncomingFile incoming,
            boolean senderConnects,
            NotingFiles sent,
            NotingFiles received) {
        return transfer(source, incoming, to -> to, senderConnects, sent, received);
    }

    /// Alice sends through a relay.
    Way transfer(
            SourceFile source,
            IncomingFile incoming,
            Relay relay,
            NotingFiles sent,
            NotingFiles received) {
        return transfer(source, incoming, relay::before, true, sent, received);
    }

    /// @param way where alice connects to reach an address of bob's
    private Way transfer(
            SourceFile source,
            IncomingFile incoming,
            UnaryOperator<MsrpUri> way,
            boolean senderConnects,
            NotingFiles sent,
            NotingFiles received) {
        MsrpUri atAlice = local(alice);
        MsrpUri atBob = local(bob);
        FileSession receiver =
                bob.receive(
                        incoming,
                        peer(atBob, atAlice, alice.fingerprint(), !senderConnects),
                        received);
        FileSession sender =
                alice.send(
                        new OutgoingFile(
                                source, "application/octet-stream", incoming.partial().have()),
                        peer(atAlice, way.apply(atBob), bob.fingerprint(), senderConnects),
                        sent);
        return new Way(sender, sent, receiver, received);
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
    }
}
