package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.softphone.media.codec.Codecs;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    /// 250 packets of 20 ms, in frames of 10 ms, for Opus, G.722 and G.711.
    @Test
    void everyFrameComesOut() {
        assertThat(WarmUp.run(Codecs.detect())).isEqualTo(3 * 500);
    }
}
