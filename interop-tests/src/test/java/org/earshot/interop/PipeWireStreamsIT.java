package org.earshot.interop;

import org.junit.jupiter.api.Tag;

/// PipeWire with WirePlumber, by its server of PulseAudio's protocol.
@Tag("realtime")
class PipeWireStreamsIT extends SoundStreamsContract {
    @Override
    SoundServer start(Lab lab, String... phones) throws Exception {
        return SoundServer.pipeWire(lab, phones);
    }
}
