package org.earshot.softphone.media.audio;

import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.earshot.softphone.media.processing.VoiceProcessor;

/// Notes what it gets, and adds one to the first sample.
final class FakeProcessor implements VoiceProcessor {
    final BlockingQueue<Integer> rendered = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> delays = new LinkedBlockingQueue<>();
    final BlockingQueue<Boolean> resets = new LinkedBlockingQueue<>();
    final BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();

    @Override
    public void render(short[] frame) {
        rendered.add((int) frame[0]);
    }

    @Override
    public void capture(short[] frame, long delayNanos) {
        frame[0]++;
        delays.add(delayNanos);
    }

    @Override
    public void reset() {
        resets.add(true);
    }

    @Override
    public OptionalDouble echoReducedDb() {
        return OptionalDouble.of(12);
    }

    @Override
    public void close() {
        closed.add(true);
    }
}
