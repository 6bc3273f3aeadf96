package org.earshot.softphone.media.dtls;

import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.UseSRTPData;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;

/// The `use_srtp` extension (RFC 5764 §4.1), and the keys that follow from it (§4.2).
final class SrtpProfiles {
    private static final int[] PREFERRED = {
        SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM,
        SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM,
        SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80
    };
    private static final Map<Integer, SrtpSuite> SUITES =
            Map.of(
                    SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM,
                    SrtpSuite.AEAD_AES_256_GCM,
                    SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM,
                    SrtpSuite.AEAD_AES_128_GCM,
                    SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80,
                    SrtpSuite.AES_CM_128_HMAC_SHA1_80);
    private static final byte[] NO_MKI = {};

    private SrtpProfiles() {}

    static UseSRTPData offered() {
        return new UseSRTPData(PREFERRED.clone(), NO_MKI);
    }

    static UseSRTPData answer(int profile) {
        return new UseSRTPData(new int[] {profile}, NO_MKI);
    }

    /// The server's choice of what the client offers, best first.
    ///
    /// @throws DtlsFailure if nothing of it will do
    static int choose(UseSRTPData offered) throws DtlsFailure {
        if (offered != null) {
            for (int profile : PREFERRED) {
                if (Arrays.stream(offered.getProtectionProfiles()).anyMatch(p -> p == profile)) {
                    return profile;
                }
            }
        }
        throw DtlsFailure.noProfile();
    }

    /// What the server has chosen.
    ///
    /// @throws DtlsFailure if it is not one of those that we offered
    static int chosen(UseSRTPData answer) throws DtlsFailure {
        if (answer == null
                || answer.getProtectionProfiles().length != 1
                || !SUITES.containsKey(answer.getProtectionProfiles()[0])
                || answer.getMki().length != 0) {
            throw DtlsFailure.noProfile();
        }
        return answer.getProtectionProfiles()[0];
    }

    /// The keys of both directions, at the end of a handshake: client's key, server's key, client's salt, server's salt.
    static DtlsKeys export(TlsContext context, int profile, DtlsRole role, Fingerprint remote) {
        SrtpSuite suite = SUITES.get(profile);
        int key = suite.keyBytes();
        int salt = suite.saltBytes();
        byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        SrtpKeys client = keys(suite, all, 0, 2 * key);
        SrtpKeys server = keys(suite, all, key, 2 * key + salt);
        Arrays.fill(all, (byte) 0);
        return role == DtlsRole.ACTIVE
                ? new DtlsKeys(client, server, remote)
                : new DtlsKeys(server, client, remote);
    }

    private static SrtpKeys keys(SrtpSuite suite, byte[] all, int keyAt, int saltAt) {
        byte[] both = new byte[suite.keyBytes() + suite.saltBytes()];
        System.arraycopy(all, keyAt, both, 0, suite.keyBytes());
        System.arraycopy(all, saltAt, both, suite.keyBytes(), suite.saltBytes());
        try {
            return new SrtpKeys(suite, both);
        } finally {
            Arrays.fill(both, (byte) 0);
        }
    }
}
