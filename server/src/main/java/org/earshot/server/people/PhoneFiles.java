package org.earshot.server.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.ArchiveEvent.Administered;
import org.earshot.server.provision.PhoneFile;
import org.earshot.server.provision.PhoneKind;
import org.earshot.server.provision.PhoneOrder;
import org.earshot.server.provision.PhoneSettings;

/// Hands out files that set up phones, each once, to whoever has its link; the password in it is made then, and stands nowhere else.
/// Thread-safe; waits for the stores.
final class PhoneFiles {
    private final PeopleParts parts;
    private final Source source;
    private final PeopleRecord record;

    PhoneFiles(PeopleParts parts, Source source) {
        this.parts = parts;
        this.source = source;
        this.record = new PeopleRecord(parts.archive(), parts.states(), parts.clock());
    }

    /// What files are made of.
    ///
    /// @param password makes one for a phone of an account, by its label
    /// @param service by which phones reach this
    /// @param tlsPort where SIP is taken over TLS; empty: it is not
    /// @param authority the file with the certificate of the server's own authority; empty: it has a certificate of another one
    record Source(
            BiFunction<AddressOfRecord, String, String> password,
            Supplier<String> service,
            Supplier<OptionalInt> tlsPort,
            Optional<Path> authority) {}

    /// A file.
    record Given(PhoneKind kind, String text) {
        @Override
        public String toString() {
            return "Given[" + kind + "]";
        }
    }

    /// @param fileName as the link has it
    Given take(LinkSecret secret, String fileName, InetAddress from) throws RefusedException {
        int port =
                source.tlsPort()
                        .get()
                        .orElseThrow(() -> new RefusedException(503, "phones need listen.tls"));
        Link link =
                parts.links()
                        .find(secret.hash())
                        .filter(one -> one.purpose() == Link.Purpose.PHONE)
                        .filter(one -> one.isGood(parts.clock().instant()))
                        .orElseThrow(PhoneFiles::notGood);
        PhoneOrder order =
                PhoneOrder.of(link.detail())
                        .filter(one -> one.kind().fileName().equals(fileName))
                        .orElseThrow(PhoneFiles::notGood);
        Account account =
                parts.accounts()
                        .find(new AddressOfRecord(link.name(), parts.domain()))
                        .orElseThrow(PhoneFiles::notGood);
        Administered begun =
                record.begin(
                        new PeopleRecord.Actor(
                                "whoever has the link that "
                                        + link.createdBy()
                                        + " made at "
                                        + link.createdAt(),
                                from),
                        "phone file",
                        account.address(),
                        record.state(account.address()),
                        List.of("link=" + link.id(), order.kind().text(), order.label()));
        String outcome = "failed";
        try {
            if (!parts.links().take(link.id(), parts.clock().instant())) {
                outcome = "failed: the link was used this moment";
                throw notGood();
            }
            parts.links().usedBy(link.id(), account.address().user());
            String password = source.password().apply(account.address(), order.label());
            Given given = new Given(order.kind(), text(account, order, password, port));
            outcome = "done";
            return given;
        } finally {
            record.over(begun, account.address(), outcome);
        }
    }

    private String text(Account account, PhoneOrder order, String password, int port) {
        return PhoneFile.of(
                order.kind(),
                new PhoneSettings(
                        account.address(),
                        account.displayName(),
                        password,
                        parts.domain(),
                        port,
                        order.demanded(),
                        source.authority()
                                .map(_ -> URI.create(source.service().get() + "/ca.pem"))));
    }

    /// The certificate that phones have to trust.
    byte[] authority() throws RefusedException {
        Path file =
                source.authority()
                        .orElseThrow(() ->
                                new RefusedException(
                                        404, "the server's certificate is of another authority"));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RefusedException notGood() {
        return new RefusedException(
                403, "this link is not good, or not any more: ask an administrator for another");
    }
}
