package org.earshot.softphone.ui.sound;

import java.awt.event.HierarchyEvent;
import java.io.Serial;
import javax.swing.JProgressBar;
import javax.swing.Timer;
import org.earshot.softphone.ua.Sound;

/// How loud the microphone is. It is open while this can be seen, and not longer.
public final class MicrophoneMeter extends JProgressBar {
    @Serial private static final long serialVersionUID = 1L;

    private static final int METER_MILLIS = 50;

    /// What is shown as silence; below it even the noise of a microphone would not be heard.
    private static final double LEAST_DECIBEL = -60;

    private boolean listens;

    MicrophoneMeter(Sound sound) {
        super(0, 100);
        Timer timer = new Timer(METER_MILLIS, _ -> setValue(percent(sound.level())));
        addHierarchyListener(event -> {
            boolean changed = (event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0;
            if (!changed || isShowing() == listens) {
                return;
            }
            listens = isShowing();
            sound.listen(listens);
            if (listens) {
                timer.start();
            } else {
                timer.stop();
            }
        });
    }

    /// From loudness, 0 to 1, to how much of the bar is full. Pure.
    public static int percent(double loudness) {
        double decibel = 20 * Math.log10(Math.max(loudness, 1e-6));
        return (int) Math.clamp(100 * (1 - decibel / LEAST_DECIBEL), 0, 100);
    }
}
