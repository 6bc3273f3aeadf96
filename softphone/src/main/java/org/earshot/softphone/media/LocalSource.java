package org.earshot.softphone.media;

import java.util.random.RandomGenerator;

/// Who we are in RTP: our SSRC, which changes when the peer turns out to have the same (RFC 3550 §8.2). Any thread.
final class LocalSource {

    private final RandomGenerator random;
    private volatile int ssrc;

    LocalSource(RandomGenerator random) {
        this.random = random;
        this.ssrc = random.nextInt();
    }

    int ssrc() {
        return ssrc;
    }

    /// Takes another one. Receive thread.
    void change() {
        ssrc = random.nextInt();
    }
}
