package org.earshot.registrar;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.relay.RelayOffer;

/// What an administrator can set.
///
/// @param domain whose registrar this is
/// @param minExpires shorter registrations are refused with 423; at least 1 s
/// @param defaultExpires where the phone names none
/// @param maxExpires longer ones are shortened to this; at most 24 h
/// @param maxContacts bindings of one address-of-record, 1–100
/// @param flowTimer how often an outbound phone (RFC 5626 §4.4) should show that its flow is alive
/// @param retryAfter how long a phone should wait when the store can't be reached
/// @param notice what our phone shows its user; "" for nothing
/// @param relays STUN and TURN servers for phones that ask for them
/// @param phones what our phones are told that they may do
/// @param service where the server serves phones by HTTPS, for those that ask; it may begin later
public record RegistrarConfig(
        LocalDomain domain,
        Duration minExpires,
        Duration defaultExpires,
        Duration maxExpires,
        int maxContacts,
        Duration flowTimer,
        Duration retryAfter,
        String notice,
        RelayOffer relays,
        PhoneRules phones,
        Supplier<Optional<URI>> service) {

    public RegistrarConfig {
        if (minExpires.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("registrar.minExpires is below 1 s");
        }
        if (maxExpires.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("registrar.maxExpires is above 24 h");
        }
        // RFC 3261 §10.3 step 7: nobody may be refused who asks for an hour or more
        if (minExpires.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("registrar.minExpires is above 1 h");
        }
        if (minExpires.compareTo(defaultExpires) > 0 || defaultExpires.compareTo(maxExpires) > 0) {
            throw new IllegalArgumentException(
                    "registrar.minExpires, defaultExpires and maxExpires are not in this order");
        }
        if (maxContacts < 1 || maxContacts > 100) {
            throw new IllegalArgumentException("registrar.maxContacts is not 1-100");
        }
    }

    /// 60 s, 1 h, 2 h, 10 contacts.
    public static RegistrarConfig of(LocalDomain domain) {
        return new RegistrarConfig(
                domain,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofHours(2),
                10,
                Duration.ofMinutes(2),
                Duration.ofSeconds(5),
                "",
                RelayOffer.NONE,
                PhoneRules.USUAL,
                Optional::empty);
    }

    /// The same with a notice.
    public RegistrarConfig withNotice(String newNotice) {
        return with(minExpires, newNotice, relays, phones, service);
    }

    /// The same with STUN and TURN servers.
    public RegistrarConfig withRelays(RelayOffer newRelays) {
        return with(minExpires, notice, newRelays, phones, service);
    }

    /// The same with what is served by HTTPS.
    public RegistrarConfig withService(URI newService) {
        return with(minExpires, notice, relays, phones, () -> Optional.of(newService));
    }

    /// The same with phones that may do that.
    public RegistrarConfig withPhones(PhoneRules newPhones) {
        return with(minExpires, notice, relays, newPhones, service);
    }

    /// The same with another minimum.
    public RegistrarConfig withMinExpires(Duration newMinimum) {
        return with(newMinimum, notice, relays, phones, service);
    }

    private RegistrarConfig with(
            Duration newMinimum,
            String newNotice,
            RelayOffer newRelays,
            PhoneRules newPhones,
            Supplier<Optional<URI>> newService) {
        return new RegistrarConfig(
                domain,
                newMinimum,
                defaultExpires,
                maxExpires,
                maxContacts,
                flowTimer,
                retryAfter,
                newNotice,
                newRelays,
                newPhones,
                newService);
    }
}
