package org.earshot.common.key;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x509.GeneralName;

/// Trusts a certificate that one key signed for one name, and no other: nothing lies between, so there is no path to
/// build. Immutable; any thread.
final class NodeTrust extends X509ExtendedTrustManager {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final PublicKey authority;
    private final String name;
    private final InstantSource clock;

    NodeTrust(PublicKey authority, String name, InstantSource clock) {
        this.authority = authority;
        this.name = name;
        this.clock = clock;
    }

    private void check(X509Certificate[] chain, String purpose) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        X509Certificate leaf = chain[0];
        try {
            leaf.verify(authority);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "the certificate is not of this domain's key ring (keys export and import)", e);
        }
        leaf.checkValidity(Date.from(clock.instant()));
        if (leaf.getBasicConstraints() != -1) {
            throw new CertificateException("a certificate authority is no node");
        }
        List<String> purposes = leaf.getExtendedKeyUsage();
        if (purposes == null || !purposes.contains(purpose)) {
            throw new CertificateException("the certificate is for something else");
        }
        var names = leaf.getSubjectAlternativeNames();
        if (names == null
                || names.size() != 1
                || !names.iterator().next().equals(List.of(GeneralName.dNSName, name))) {
            throw new CertificateException("the certificate is not that of a node");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, CLIENT_AUTH);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, CLIENT_AUTH);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, CLIENT_AUTH);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, SERVER_AUTH);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, SERVER_AUTH);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, SERVER_AUTH);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
