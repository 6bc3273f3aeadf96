package org.earshot.registrar.presence.state;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.presence.ComposedPresence;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.Verdict;

/// What one watcher may be told of one address. Equal views need no second NOTIFY.
///
/// @param standing of the subscription
/// @param body what it is told
public record View(Standing standing, Body body) {

    /// RFC 6665 §4.1.3.
    public enum Standing {
        ACTIVE,
        /// The owner has not said yet.
        PENDING,
        /// The owner does not want it.
        REJECTED,
        /// There is no such address.
        NO_RESOURCE
    }

    /// By event package.
    public sealed interface Body {
        /// Nothing is known, or may be told.
        record Nothing() implements Body {}

        record Presence(ComposedPresence presence) implements Body {}

        record Lamps(List<Lamp> lamps) implements Body {
            public Lamps {
                lamps = List.copyOf(lamps);
            }
        }

        record Messages(WaitingMessages.Count count) implements Body {}

        /// @param version of the list (RFC 5839 §3.1: it goes as SIP-ETag)
        record Contacts(String version, List<Contact> contacts) implements Body {
            public Contacts {
                contacts = List.copyOf(contacts);
            }
        }

        /// @param rules by watcher
        record Rules(Map<AddressOfRecord, Verdict> rules) implements Body {
            public Rules {
                rules = Map.copyOf(rules);
            }
        }

        /// @param refused whom the owner does not want, watching or not
        record Watchers(List<Watcher> watchers, Set<AddressOfRecord> refused) implements Body {
            public Watchers {
                watchers = List.copyOf(watchers);
                refused = Set.copyOf(refused);
            }
        }
    }

    /// Something to tell.
    static View active(Body body) {
        return new View(Standing.ACTIVE, body);
    }

    /// Nothing to tell.
    static View without(Standing standing) {
        return new View(standing, new Body.Nothing());
    }
}
