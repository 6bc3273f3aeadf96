package org.earshot.softphone.ua;

import java.util.List;
import java.util.function.Consumer;

/// One search for phones nearby, as it is told. Confined to the user-agent thread.
final class NearbySearch {
    private final Consumer<UserAgentEvent> tell;
    private List<NearbyPhone> phones = List.of();
    private boolean over;

    NearbySearch(Consumer<UserAgentEvent> tell) {
        this.tell = tell;
    }

    /// All that are known so far.
    void found(List<NearbyPhone> all) {
        if (!over && !all.equals(phones)) {
            phones = List.copyOf(all);
            tell.accept(new UserAgentEvent.NearbyPhones(phones, true));
        }
    }

    void end() {
        over = true;
        tell.accept(new UserAgentEvent.NearbyPhones(phones, false));
    }
}
