package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import javax.swing.Timer;

/// Shows what has changed once for all that has come meanwhile. Where that takes long there is at least as much time between as it
/// took: the user's hand comes first. Confined to the event dispatch thread.
final class Refresher {
    /// What is not noticed needs no break.
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final List<Runnable> views = new ArrayList<>();
    private boolean asked;
    private boolean resting;

    /// Adds what shows something; they are run in this order.
    void add(Runnable view) {
        views.add(view);
    }

    /// Something has changed.
    void ask() {
        if (!asked && !resting) {
            SwingUtilities.invokeLater(this::run);
        }
        asked = true;
    }

    private void run() {
        asked = false;
        long began = System.nanoTime();
        views.forEach(Runnable::run);
        long took = System.nanoTime() - began;
        if (took > SHORT_NANOS) {
            resting = true;
            Timer rest = new Timer((int) TimeUnit.NANOSECONDS.toMillis(took), _ -> goOn());
            rest.setRepeats(false);
            rest.start();
        }
    }

    private void goOn() {
        resting = false;
        if (asked) {
            asked = false;
            ask();
        }
    }
}
