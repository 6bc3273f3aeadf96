package org.earshot.server;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sip.header.AuthorizationHeader;
import org.earshot.common.account.Account;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.stack.InboundRequest;
import org.earshot.proxy.TrustedNetworks;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.Sender;
import org.earshot.registrar.presence.PublishedWords;

/// What people write into their presence is in the record before it is published: a note is read by all who may see it.
final class RecordedWords implements PublishedWords {
    private final Archive archive;
    private final TrustedNetworks trusted;
    private final InstantSource clock;

    RecordedWords(Archive archive, TrustedNetworks trusted, InstantSource clock) {
        this.archive = archive;
        this.trusted = trusted;
        this.clock = clock;
    }

    @Override
    public void publishing(InboundRequest publish, Account account, List<String> words) {
        try {
            archive.append(
                    new ArchiveEvent.PresencePublished(
                            UUID.randomUUID(),
                            clock.instant(),
                            new Sender(
                                    account.address().toString(),
                                    Optional.of(account.id()),
                                    proof(publish),
                                    Optional.of(publish.flow())),
                            publish.callId(),
                            Content.of(
                                    "text/plain",
                                    String.join("\n", words).getBytes(StandardCharsets.UTF_8))));
        } catch (ArchiveUnavailableException e) {
            throw new StoreUnavailableException("the record can't be written", e);
        }
    }

    private IdentityProof proof(InboundRequest publish) {
        if (trusted.contains(publish.flow().remote().getAddress())) {
            return IdentityProof.TRUSTED_NETWORK;
        }
        return publish.message().getHeader(AuthorizationHeader.NAME) == null
                ? IdentityProof.FLOW
                : IdentityProof.DIGEST;
    }
}
