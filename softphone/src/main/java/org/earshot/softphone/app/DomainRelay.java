package org.earshot.softphone.app;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.common.stack.TlsSockets;
import org.earshot.softphone.file.OwnRelay;
import org.earshot.softphone.ua.Account;

/// The relay for files of an account's domain: its certificate is held against the domain as the SIP server's is (RFC 5922).
public final class DomainRelay implements OwnRelay {
    private final MsrpUri uri;
    private final Account account;
    private final SSLContext trust;
    private final DomainDigest digest;

    /// @param trust decides which certificates are signed by whom we trust
    public DomainRelay(MsrpUri uri, Account account, SSLContext trust) {
        this.uri = uri;
        this.account = account;
        this.trust = trust;
        this.digest =
                new DomainDigest(
                        account.address().user(), account.address().domain(), account.password());
    }

    @Override
    public MsrpUri uri() {
        return uri;
    }

    @Override
    public SSLSocket secure(Socket socket) throws IOException {
        String domain = account.server().certificateDomain();
        SSLSocket tls = TlsSockets.client(trust, socket, domain);
        tls.startHandshake();
        TlsSockets.requireDomain(tls, domain);
        return tls;
    }

    @Override
    public Optional<String> authorization(List<String> challenges) {
        return digest.ours(challenges)
                .map(asked -> digest.answer(asked, "AUTH", uri.toString(), 1));
    }
}
