package org.earshot.server.admin;

import java.util.List;
import java.util.Optional;

/// What the commands about history act on. Calls may block.
public interface HistoryAdministration {

    /// The devices of an account that can be told from each other.
    List<DeviceFact> devices(String name);

    /// Gives a device history and contact list, or all devices those that come later too.
    ///
    /// @return false if nothing was withheld from it
    boolean release(String name, Optional<String> device);

    /// A device.
    ///
    /// @param device its instance
    /// @param withheld whether history and contact list are withheld from it
    record DeviceFact(String device, boolean withheld) {}
}
