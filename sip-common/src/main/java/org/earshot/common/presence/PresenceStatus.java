package org.earshot.common.presence;

/// How a person can be reached, as Earshot shows it. In the order in which one of a person's devices outweighs another:
/// whoever is on the phone anywhere is on the phone; who asked not to be disturbed is not disturbed because
/// another device is merely on; and who is active at one device is not away because another one is idle.
public enum PresenceStatus {
    ON_THE_PHONE,
    BUSY,
    AVAILABLE,
    AWAY,
    OFFLINE,
    UNKNOWN
}
