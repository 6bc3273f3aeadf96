package org.earshot.softphone.app;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;

/// A file is spoken from its start in each call. On the user-agent thread.
///
/// @param restart begins it anew
record FromTheStart(Runnable restart, Set<Id> begun) implements Consumer<UserAgentEvent> {

    FromTheStart(Runnable restart) {
        this(restart, new HashSet<>());
    }

    @Override
    public void accept(UserAgentEvent event) {
        if (event instanceof UserAgentEvent.CallChanged call) {
            switch (call.state()) {
                case ESTABLISHED -> {
                    if (begun.add(call.call())) {
                        restart.run();
                    }
                }
                case ENDED -> begun.remove(call.call());
                case CALLING, RINGING, HELD -> {}
            }
        }
    }
}
