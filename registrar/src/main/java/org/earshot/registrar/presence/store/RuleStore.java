package org.earshot.registrar.presence.store;

import java.util.Collection;
import java.util.Map;
import org.earshot.common.address.AddressOfRecord;

/// Who may see whom. Thread-safe; announces each change of [org.earshot.common.event.Topic#PRESENCE] of the owner. All
/// methods throw [org.earshot.common.db.StoreUnavailableException] if the store can't be reached.
public interface RuleStore {

    /// What an owner has decided, and who has asked, by watcher.
    Map<AddressOfRecord, Verdict> rulesOf(AddressOfRecord owner);

    /// Decides for one watcher.
    void set(AddressOfRecord owner, AddressOfRecord watcher, Verdict verdict);

    /// Decides for several watchers at once, or forgets what was decided; announces one change, or none for nothing.
    ///
    /// @param forgotten of whom nothing is decided from then on; who of them asks still does
    void setAll(
            AddressOfRecord owner,
            Map<AddressOfRecord, Verdict> verdicts,
            Collection<AddressOfRecord> forgotten);

    /// Notes that a watcher asks, unless there is a rule for it.
    ///
    /// @return whether it asks for the first time
    boolean ask(AddressOfRecord owner, AddressOfRecord watcher);

    /// Forgets what was decided.
    ///
    /// @return false if nothing was
    boolean clear(AddressOfRecord owner, AddressOfRecord watcher);
}
