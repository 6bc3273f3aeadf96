package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the commands about messages and groups act on. Calls may block, and throw an [AdminException] that says what is
/// wrong. Names are user parts of addresses, or whole ones.
public interface ChatAdministration {

    /// What waits for devices, by address.
    ///
    /// @param address empty for all
    List<WaitingFact> waiting(Optional<String> address);

    /// Has an account get no messages of a sender any more, or get them again.
    ///
    /// @return false if it was so before
    boolean block(String owner, String sender, boolean blocked);

    /// Makes a group.
    ///
    /// What this and the other changes below let more people read, or see more of, begins when they are made: nobody who comes
    /// to the group from then on gets what was written before, until [#releaseGroup].
    ///
    /// @param owners at least one
    GroupFact addGroup(String name, String displayName, List<String> owners);

    /// All groups, by address.
    List<GroupFact> groups();

    /// One group.
    GroupFact group(String name);

    /// Changes what is given.
    GroupFact setGroup(
            String name,
            Optional<String> displayName,
            Optional<Boolean> moderated,
            Optional<Boolean> open,
            Optional<Integer> history);

    /// Lets whoever comes to a group from now on have what was written before; for officers.
    ///
    /// @return false if it was so before
    boolean releaseGroup(String name);

    /// Deletes a group. Its name stays reserved.
    void deleteGroup(String name);

    /// Puts somebody into a group, or changes whether they own it.
    ///
    /// @return false if it was so before
    boolean putMember(String group, String member, boolean owner);

    /// Takes somebody out of a group.
    void removeMember(String group, String member);

    /// What waits for one device.
    ///
    /// @param device its instance; "" for phones that name none
    record WaitingFact(String address, String device, int waiting, Instant oldest) {}

    /// A group.
    ///
    /// @param historySince who comes from now on gets what was written after it
    record GroupFact(
            String address,
            String displayName,
            boolean moderated,
            boolean open,
            int history,
            Instant historySince,
            Instant createdAt,
            List<MemberFact> members) {}

    /// Somebody in a group.
    record MemberFact(String address, boolean owner) {}
}
