package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import javax.swing.Timer;

/// Shows what has changed once for all that has come meanwhile: the first change at once, what follows it 20 times a second at most, which nobody sees; thirty files on their
/// way change something hundreds of times a second. Where showing takes longer there is at least as much time between as it
/// took: the user's hand comes first. Confined to the event dispatch thread.
final class Refresher {
    private static final int LEAST_REST_MILLIS = 50;

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
        int took = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        resting = true;
        Timer rest = new Timer(Math.max(LEAST_REST_MILLIS, took), _ -> goOn());
        rest.setRepeats(false);
        rest.start();
    }

    private void goOn() {
        resting = false;
        if (asked) {
            asked = false;
            ask();
        }
    }
}
