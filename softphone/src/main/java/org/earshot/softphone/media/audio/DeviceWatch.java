package org.earshot.softphone.media.audio;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What those who watch over the sound devices have in common.
final class DeviceWatch {
    private static final Logger log = LoggerFactory.getLogger(DeviceWatch.class);

    private DeviceWatch() {}

    /// Tells of other devices. Whoever fails must not end the watch: nobody would begin another.
    static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.warn("who is told of other sound devices has failed", e);
        }
    }
}
