package org.earshot.server.admin;

import java.util.List;
import org.earshot.common.auth.AddressBans;

/// What the commands about bans act on: those of the node that is asked.
public interface BanAdministration {

    /// Who is banned now, the latest first.
    ///
    /// @throws AdminException if no server is running
    List<AddressBans.Ban> list();

    /// Ends a ban.
    ///
    /// @param network as the list has it, or an address in it
    /// @throws AdminException if it is not banned, or no server is running
    void lift(String network);
}
