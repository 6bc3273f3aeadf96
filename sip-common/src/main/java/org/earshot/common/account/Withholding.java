package org.earshot.common.account;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;

/// From which devices of an account history and contact list are withheld: after an administrator has set another
/// password, from all that were not known before, until an officer or one of those that were known agrees. Thread-safe.
/// A release is announced as a change of [org.earshot.common.event.Topic#MESSAGES] of the owner, for whom there is
/// something then.
///
/// All methods throw [org.earshot.common.db.StoreUnavailableException] if the store can't be reached.
public interface Withholding {
    /// Nothing is withheld from anybody.
    Withholding NONE =
            new Withholding() {
                @Override
                public boolean isHeld(AddressOfRecord owner) {
                    return false;
                }

                @Override
                public Set<String> trusted(AddressOfRecord owner) {
                    return Set.of();
                }

                @Override
                public void hold(AddressOfRecord owner, Set<String> known) {
                    throw new UnsupportedOperationException("nothing is withheld here");
                }

                @Override
                public boolean release(AddressOfRecord owner, Optional<String> instance) {
                    return false;
                }
            };

    /// Whether anything is withheld from new devices of an account.
    boolean isHeld(AddressOfRecord owner);

    /// The instances (RFC 5626 §4.1) from which nothing is withheld though something is held, in lower case.
    Set<String> trusted(AddressOfRecord owner);

    /// Whether a device must wait. One that names no instance could be any, and must.
    default boolean isWithheld(AddressOfRecord owner, Optional<String> instance) {
        return isHeld(owner)
                && instance.filter(id -> trusted(owner).contains(id.toLowerCase(Locale.ROOT)))
                        .isEmpty();
    }

    /// Withholds from now on. Where that is so already, devices that wait go on waiting.
    ///
    /// @param known instances that are known now, in any case
    void hold(AddressOfRecord owner, Set<String> known);

    /// Withholds no more: from one device, or from none.
    ///
    /// @return false if nothing was withheld
    boolean release(AddressOfRecord owner, Optional<String> instance);
}
