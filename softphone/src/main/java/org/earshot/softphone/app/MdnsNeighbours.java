package org.earshot.softphone.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.earshot.common.address.LanAddress;
import org.earshot.softphone.mdns.Found;
import org.earshot.softphone.mdns.Mdns;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.Neighbours;
import org.earshot.softphone.ua.PlainName;

/// Phones nearby by multicast DNS.
record MdnsNeighbours(Mdns mdns) implements Neighbours {
    /// What IANA has for SIP by UDP (RFC 6763 §7).
    static final String SERVICE = "_sip._udp";

    @Override
    public void announce(String name, int port) {
        mdns.announce(name, port);
    }

    @Override
    public void withdraw() {
        mdns.withdraw();
    }

    @Override
    public Runnable search(Consumer<List<NearbyPhone>> found) {
        return mdns.search(all -> found.accept(phones(all)));
    }

    private static List<NearbyPhone> phones(List<Found> all) {
        List<NearbyPhone> phones = new ArrayList<>();
        for (Found one : all) {
            String name = PlainName.of(one.name());
            if (!name.isEmpty() && LanAddress.is(one.address())) {
                phones.add(new NearbyPhone(name, one.address(), one.port()));
            }
        }
        return phones;
    }
}
