package org.earshot.proxy.message;

import java.util.Locale;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.stack.Transport;

/// A phone of an account, which has a queue of its own: known by its `+sip.instance` (RFC 5626 §4.1). Phones that name
/// none are one device of their account together, and so are those in web pages: most make up an instance each time that the
/// page is loaded (JsSIP, SIP.js), and a queue for each would wait for a phone that never comes.
///
/// @param owner whose
/// @param instance in lower case; "" for phones without one
public record DeviceId(AddressOfRecord owner, String instance) {

    public DeviceId {
        instance = instance.toLowerCase(Locale.ROOT);
    }

    /// All phones of an account that name no instance.
    public static DeviceId shared(AddressOfRecord owner) {
        return new DeviceId(owner, "");
    }

    /// Of an instance, if there is one.
    public static DeviceId of(AddressOfRecord owner, Optional<String> instance) {
        return new DeviceId(owner, instance.orElse(""));
    }

    /// To which a binding leads.
    public static DeviceId of(AddressOfRecord owner, Binding binding) {
        Transport transport = binding.flow().transport();
        return transport == Transport.WS || transport == Transport.WSS
                ? shared(owner)
                : of(owner, binding.instanceId());
    }

    /// The instance of the one phone that it is; empty where several may stand behind it.
    Optional<String> onlyInstance() {
        return Optional.of(instance).filter(name -> !name.isEmpty());
    }

    /// Whether several phones may stand behind it.
    public boolean isShared() {
        return instance.isEmpty();
    }
}
