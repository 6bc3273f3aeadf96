package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class OwnVoiceProcessorTest extends VoiceProcessorContract {
    private static final int FRAMES = 300;

    @Override
    VoiceProcessor open(VoiceSettings settings) {
        return VoiceProcessors.own(settings);
    }

    /// Playing and capturing threads are not in step; what was learnt holds all the same.
    @Test
    void framesThatComeInBurstsDoNotBringTheEchoBack() {
        int millis = 6_000;
        double[] far = EchoRoom.speech(millis, 2);
        short[] reference = EchoRoom.samples(far);
        short[] heard = EchoRoom.samples(new EchoRoom(1).echo(far, 80 * 48));
        short[] out = heard.clone();
        short[] frame = new short[VoiceProcessor.SAMPLES];
        VoiceProcessor own = open(new VoiceSettings(true, false, false));
        int frames = out.length / frame.length;
        int rendered = 0;
        for (int i = 0; i < frames; i++) {
            int upTo = i % 3 == 0 ? i - 1 : i + 1; // one late, then two at once
            while (rendered <= upTo && rendered < frames) {
                System.arraycopy(reference, rendered * 480, frame, 0, frame.length);
                own.render(frame);
                rendered++;
            }
            System.arraycopy(heard, i * 480, frame, 0, frame.length);
            own.capture(frame, 0);
            System.arraycopy(frame, 0, out, i * 480, frame.length);
        }

        assertThat(EchoRoom.levelDb(heard, 3_000, millis) - EchoRoom.levelDb(out, 3_000, millis))
                .isGreaterThan(35);
    }

    @Test
    void itMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        VoiceProcessor own = open(new VoiceSettings(true, true, true));
        short[] frame = EchoRoom.samples(EchoRoom.speech(10, 1));
        run(own, frame); // classes are loaded
        long before = threads.getCurrentThreadAllocatedBytes();

        run(own, frame);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FRAMES);
    }

    private static void run(VoiceProcessor processor, short[] frame) {
        for (int i = 0; i < FRAMES; i++) {
            processor.render(frame);
            processor.capture(frame, 0);
        }
    }
}
