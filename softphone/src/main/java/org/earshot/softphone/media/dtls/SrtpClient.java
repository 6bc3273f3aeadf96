package org.earshot.softphone.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// The active side. Confined to the thread of the handshake.
final class SrtpClient extends DefaultTlsClient implements SrtpPeer {
    private final BcTlsCrypto crypto;
    private final DtlsParameters parameters;
    private final int limitMillis;
    private int profile;
    private Optional<Fingerprint> remote = Optional.empty();
    private Optional<DtlsKeys> keys = Optional.empty();

    SrtpClient(BcTlsCrypto crypto, DtlsParameters parameters, int limitMillis) {
        super(crypto);
        this.crypto = crypto;
        this.parameters = parameters;
        this.limitMillis = limitMillis;
    }

    @Override
    public Optional<DtlsKeys> keys() {
        return keys;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return Peers.clientSuites();
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
        return Peers.signatures();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return limitMillis;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return Peers.FIRST_REPETITION_MILLIS;
    }

    @Override
    @SuppressWarnings("unchecked") // BouncyCastle's are raw
    public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
        Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, SrtpProfiles.offered());
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        profile =
                SrtpProfiles.chosen(
                        extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                remote =
                        Optional.of(Peers.check(shown.getCertificate(), parameters.fingerprints()));
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request)
                    throws IOException {
                return Peers.credentials(parameters.identity(), context, crypto);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        keys =
                Optional.of(
                        SrtpProfiles.export(
                                context,
                                profile,
                                DtlsRole.ACTIVE,
                                remote.orElseThrow(DtlsFailure::wrongFingerprint)));
    }
}
