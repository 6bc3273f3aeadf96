package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often a file of ours was offered in vain: whether it is offered again, and when. Confined to the user-agent thread.
final class SendingTries {
    /// Some ten minutes.
    private static final int MOST = 40;

    private static final int QUICK = 30;

    private static final int MOST_IN_VAIN = 2;

    /// Some fifty seconds: so often a phone may be away that had the offer when its server broke, or its connection to it.
    private static final int MOST_AWAY = 12;

    private int failures;
    private int vain; // ways in a row by which nobody came
    private int mayBeAway; // so often yet, though nothing says that it has begun

    /// What may be otherwise in a moment. Whoever can't be reached at all hears that at once; who was interrupted waits for him. A server that
    /// breaks while the other phone rings may take its answer with it, and is back before that phone is; a phone that is killed as its user says
    /// yes knows of that when it is back.
    ///
    /// @param status that the offer was answered with
    /// @param rang whether a phone of the other side had it before its user
    /// @param phoneLost whether the server says that this phone's connection broke meanwhile
    /// @param begun whether the other side may have bytes of the file
    boolean isPassing(int status, boolean rang, boolean phoneLost, boolean begun) {
        boolean lostWhileItRang = rang && phoneLost;
        // 481 of something before: an offer is of no dialog
        if (status == 503 || status == 481 || lostWhileItRang) {
            mayBeAway = rang ? MOST_AWAY : mayBeAway;
            return true;
        }
        boolean away = status == 408 || status == 480 || (status >= 500 && status < 600);
        return away && (begun || mayBeAway-- > 0);
    }

    /// One more led to nothing.
    ///
    /// @return whether it is worth another one
    boolean failed() {
        failures++;
        return failures <= MOST;
    }

    /// How long to wait before the next one.
    Duration pause(RandomGenerator random) {
        return Backoff.after(failures, failures <= QUICK, random);
    }

    /// Nobody came by some way.
    ///
    /// @return whether it is to be expected that nobody will
    boolean ledNowhere() {
        vain++;
        return vain >= MOST_IN_VAIN;
    }

    /// Somebody came.
    void connected() {
        vain = 0;
    }

    /// Something came through, or the other side has said that it knows of the file.
    void known() {
        failures = 0;
    }

    /// Our user asks for it.
    void beginAnew() {
        failures = 0;
        vain = 0;
    }
}
