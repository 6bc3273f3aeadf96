package org.earshot.softphone.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Optional;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// The passive side. Confined to the thread of the handshake.
final class SrtpServer extends DefaultTlsServer implements SrtpPeer {
    private final BcTlsCrypto crypto;
    private final DtlsParameters parameters;
    private final int limitMillis;
    private int profile;
    private Optional<Fingerprint> remote = Optional.empty();
    private Optional<DtlsKeys> keys = Optional.empty();

    SrtpServer(BcTlsCrypto crypto, DtlsParameters parameters, int limitMillis) {
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
        return Peers.serverSuites();
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
    @SuppressWarnings("rawtypes") // BouncyCastle's are
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        profile =
                SrtpProfiles.choose(
                        extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Hashtable<Integer, byte[]> getServerExtensions() throws IOException {
        Hashtable<Integer, byte[]> extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, SrtpProfiles.answer(profile));
        return extensions;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return Peers.credentials(parameters.identity(), context, crypto);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                Peers.signatures(),
                null);
    }

    @Override
    public void notifyClientCertificate(Certificate shown) throws IOException {
        remote = Optional.of(Peers.check(shown, parameters.fingerprints()));
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        keys =
                Optional.of(
                        SrtpProfiles.export(
                                context,
                                profile,
                                DtlsRole.PASSIVE,
                                remote.orElseThrow(DtlsFailure::wrongFingerprint)));
    }
}
