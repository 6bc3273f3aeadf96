package org.earshot.softphone.ua;

import java.util.function.Consumer;

/// Whether the user wants to be called. Changed on the user-agent thread; read on any.
final class DoNotDisturb {
    private static final String SWITCH = "do-not-disturb";

    private final Switches switches;
    private final Calls calls;
    private final PresenceCommands presence;
    private final Consumer<UserAgentEvent> tell;
    private volatile boolean on;

    /// As it was when the phone ended.
    DoNotDisturb(
            Switches switches,
            Calls calls,
            PresenceCommands presence,
            Consumer<UserAgentEvent> tell) {
        this.switches = switches;
        this.calls = calls;
        this.presence = presence;
        this.tell = tell;
        on = switches.isOn(SWITCH);
        if (on) {
            calls.undisturbed(true);
            presence.undisturbed(true);
        }
    }

    boolean isOn() {
        return on;
    }

    void set(boolean wanted) {
        if (on != wanted) {
            on = wanted;
            switches.set(SWITCH, wanted);
            calls.undisturbed(wanted);
            presence.undisturbed(wanted);
        }
        tell.accept(new UserAgentEvent.DoNotDisturbChanged(on));
    }
}
