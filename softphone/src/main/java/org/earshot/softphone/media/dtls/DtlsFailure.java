package org.earshot.softphone.media.dtls;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/// Why there are no keys, in words for the user.
final class DtlsFailure extends TlsFatalAlert {
    private static final long serialVersionUID = 1L;

    private final String words;

    private DtlsFailure(short alert, String words) {
        super(alert, words);
        this.words = words;
    }

    static DtlsFailure wrongFingerprint() {
        return new DtlsFailure(
                AlertDescription.bad_certificate,
                "somebody else is on the line: the other phone's certificate is not the announced one");
    }

    static DtlsFailure noProfile() {
        return new DtlsFailure(
                AlertDescription.illegal_parameter,
                "the other phone knows no way of encrypting audio that this one knows");
    }

    String words() {
        return words;
    }
}
