package org.earshot.server;

import java.util.List;
import java.util.function.Supplier;
import org.earshot.common.auth.AddressBans;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.BanAdministration;

/// The commands about bans, on those of the server that runs. Thread-safe.
final class LiveBanAdministration implements BanAdministration {
    private final Supplier<AddressBans> bans;

    /// @param bans or throws [AdminException]
    LiveBanAdministration(Supplier<AddressBans> bans) {
        this.bans = bans;
    }

    @Override
    public List<AddressBans.Ban> list() {
        return bans.get().list();
    }

    @Override
    public void lift(String network) {
        if (!bans.get().lift(network)) {
            throw new AdminException(network + " is not banned here; earshot admin ban list");
        }
    }
}
