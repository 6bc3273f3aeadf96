package org.earshot.softphone.ua;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// The sound devices of this machine, and which of them the phone uses. Any thread; everything returns at once.
public interface Sound {
    /// What a device is used for.
    enum Use {
        MICROPHONE,
        LOUDSPEAKER,
        RINGER
    }

    /// What is done to what the microphone hears.
    enum Processing {
        /// What the loudspeaker plays is taken out.
        ECHO_CANCEL,
        /// Steady noise is made quieter.
        NOISE_SUPPRESS,
        /// Speech is brought to a usual level.
        GAIN_CONTROL;

        /// As the command line says it, such as `echo-cancel`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// A device that is there.
    ///
    /// @param name stays the same when it is unplugged and plugged in again
    /// @param description for people
    record Device(String name, String description, boolean canCapture, boolean canPlay) {
        /// Whether it can be used so.
        public boolean fits(Use use) {
            return use == Use.MICROPHONE ? canCapture : canPlay;
        }
    }

    /// What a watch over silence wants to know.
    ///
    /// @param isDevice the microphone is one, and no file, tone or silence
    /// @param isMuted the system has muted it
    /// @param isMissing there is none that can be used
    /// @param captured frames of 10 ms that were read from it, so far
    /// @param spoken those of them that were no zeros
    /// @param played frames of 10 ms that were played, so far
    /// @param heard those of them in which was something to hear
    record Facts(
            boolean isDevice,
            boolean isMuted,
            boolean isMissing,
            long captured,
            long spoken,
            long played,
            long heard) {}

    /// A phone without any sound.
    Sound NONE =
            new Sound() {
                @Override
                public List<Device> devices() {
                    return List.of();
                }

                @Override
                public Optional<String> chosen(Use use) {
                    return Optional.empty();
                }

                @Override
                public void choose(Use use, Optional<String> name) {}

                @Override
                public Facts facts() {
                    return new Facts(false, false, false, 0, 0, 0, 0);
                }

                @Override
                public double level() {
                    return 0;
                }

                @Override
                public void listen(boolean on) {}

                @Override
                public CompletionStage<Double> test() {
                    return CompletableFuture.completedFuture(0.0);
                }

                @Override
                public void onEvent(Consumer<UserAgentEvent> listener) {}
            };

    /// What there is now.
    List<Device> devices();

    /// The name of what the user chose, also while it is not plugged in; empty: the system's choice.
    Optional<String> chosen(Use use);

    /// Uses another device from now on, also in the middle of a call, and remembers it.
    ///
    /// @param name of one that is there, or was; empty: the system's choice
    void choose(Use use, Optional<String> name);

    /// Whether there is anything to speak into: a device that captures, or what stands for one.
    default boolean hasMicrophone() {
        return true;
    }

    /// What is done to what the microphone hears.
    default Set<Processing> processing() {
        return Set.of();
    }

    /// Does it from now on, or no longer, also in the middle of a call, and remembers it.
    default void process(Processing what, boolean on) {}

    /// What the audio threads have counted.
    Facts facts();

    /// How loud the microphone is now, 0 to 1; only in a call, and while somebody listens.
    double level();

    /// How loud it is what is heard now, 0 to 1; only in a call.
    default double heardLevel() {
        return 0;
    }

    /// Opens the devices also without a call, so that there is a level; ends that. As many ends as beginnings.
    void listen(boolean on);

    /// Plays two notes, so that somebody can say whether the loudspeaker is heard.
    ///
    /// @return completes after that; also where nothing could be played
    default CompletionStage<Void> tone() {
        return CompletableFuture.completedFuture(null);
    }

    /// Records four seconds and plays them.
    ///
    /// @return completes after that, with the loudest sample, 0 to 1; 0 also where nothing could be recorded or played
    CompletionStage<Double> test();

    /// Tells of devices that come and go, and of what is wrong with them. From any thread.
    void onEvent(Consumer<UserAgentEvent> listener);
}
