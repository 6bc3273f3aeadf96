package org.earshot.proxy.archive;

import java.util.List;
import java.util.Optional;

/// Keys that go when what they open may no longer be read, and those that keep it readable where it must be. Thread-safe.
public interface RetentionKeys extends ArchiveKeys {

    /// Ids of the day keys that there are here: `CLASS.DAY` and perhaps more behind another dot.
    List<String> dayKeys();

    /// Destroys a day key for ever, as far as this node goes.
    void destroyDayKey(String id);

    /// The key of a hold; on stable storage when this returns.
    ///
    /// @param hold its name
    DayKey holdKey(String hold);

    /// A hold's key by its id; empty when it has been destroyed, or is on another node.
    Optional<DayKey> findHoldKey(String id);

    /// Ids of the holds' keys that there are here: `HOLD.` and more.
    List<String> holdKeys();

    /// Destroys a hold's key for ever, as far as this node goes.
    void destroyHoldKey(String id);

    /// What nobody can make who has the database and not the key ring.
    String seal(byte[] text);

    /// Whether [#seal] made it of this text.
    boolean isSealOf(String seal, byte[] text);
}
