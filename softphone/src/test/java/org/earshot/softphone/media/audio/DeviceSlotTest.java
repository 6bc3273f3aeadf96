package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long the first frame of a call waits for something that does not open.
class DeviceSlotTest {
    private static final String STAND_IN = "stand-in";
    private static final long MS = 1_000_000;

    private final CountDownLatch opens = new CountDownLatch(1);
    private final FakeFrameClock clock = new FakeFrameClock();

    private final Devices<String> hanging =
            new Devices<>() {
                @Override
                public String open(AudioSpec wanted) {
                    try {
                        opens.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "opened";
                }

                @Override
                public void tryOut(String opened) {
                    // works
                }

                @Override
                public void close(String opened) {
                    // nobody minds
                }

                @Override
                public boolean isListed(String name) {
                    return true;
                }
            };

    private final DeviceSlot.User<String> user =
            new DeviceSlot.User<>() {
                @Override
                public String standIn() {
                    return STAND_IN;
                }

                @Override
                public void begins(String opened) {
                    // not here
                }

                @Override
                public void failed(AudioException reason) {
                    // nor this
                }

                @Override
                public void recovered() {
                    // nor this
                }

                @Override
                public void replaced(AudioException reason) {
                    // nor this
                }
            };

    private DeviceSlot<String> slot(AudioSpec spec) {
        return new DeviceSlot<>("test", spec, clock, user, hanging, _ -> {});
    }

    @AfterEach
    void close() {
        opens.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "headset"})
    void aDeviceThatHangsIsDoneWithoutAfterATenthOfASecond(String name) {
        DeviceSlot<String> slot =
                slot(new AudioSpec.Device(Optional.of(name).filter(each -> !each.isEmpty())));

        assertThat(slot.isReady()).isFalse();
        clock.advance(99 * MS);
        assertThat(slot.isReady()).isFalse();
        clock.advance(MS);
        assertThat(slot.isReady()).isTrue();
        assertThat(slot.device()).isEqualTo(STAND_IN);
        assertThat(slot.opened()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = "speech.wav")
    void aFileIsWaitedForLongerAsItsBeginningCounts(String name) {
        DeviceSlot<String> slot = slot(new AudioSpec.File(Path.of(name)));

        assertThat(slot.isReady()).isFalse();
        clock.advance(999 * MS);
        assertThat(slot.isReady()).isFalse();
        clock.advance(MS);
        assertThat(slot.isReady()).isTrue();
    }
}
