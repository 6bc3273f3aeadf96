package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Groups that we are in, as our server keeps them: by its HTTPS API for phones. Every method may be called from any thread and returns at
/// once; stages complete on the user-agent thread, and fail with an [AccountFailure]. `group` is a group's address, `sip:team@example.org`, or
/// the first part of it; `who` somebody's.
public interface GroupService {
    /// A group.
    ///
    /// @param address to which its members write
    /// @param displayName what people call it; "" for nothing
    /// @param owner whether we may change it
    /// @param moderated whether only owners write
    /// @param open whether anybody may join
    /// @param members how many are in it, we too
    record Group(
            String address,
            String displayName,
            boolean owner,
            boolean moderated,
            boolean open,
            int members) {}

    /// All that we are in, by address.
    ///
    /// @param mayMake whether we may make other ones
    record Mine(boolean mayMake, List<Group> groups) {
        public Mine {
            groups = List.copyOf(groups);
        }
    }

    /// Somebody in a group.
    ///
    /// @param displayName what people call them; "" for nothing
    /// @param owner whether they may change it
    /// @param picture as of an [AccountService.Person]
    record Member(String address, String displayName, boolean owner, Optional<String> picture) {}

    /// A group and who is in it, by address.
    record Whole(Group group, List<Member> members) {
        public Whole {
            members = List.copyOf(members);
        }
    }

    /// What we are in.
    CompletionStage<Mine> mine();

    /// Who is in a group. Of one that we are not in the answer is as of one that there is not: [AccountFailure.Trouble#GONE].
    CompletionStage<Whole> members(String group);

    /// Makes a group, which is ours.
    ///
    /// @param displayName 1 to 255 characters; its address goes with it
    /// @param members besides us
    CompletionStage<Whole> make(String displayName, List<String> members);

    /// Puts people in, all or none.
    CompletionStage<Void> add(String group, List<String> who);

    /// Takes somebody out who is no owner.
    CompletionStage<Void> remove(String group, String who);

    /// Has somebody own it too, or no longer.
    CompletionStage<Void> setOwner(String group, String who, boolean owner);

    /// Leaves a group: it writes to us no more. The only owner of others can't.
    CompletionStage<Void> leave(String group);

    /// Another name for all to see.
    ///
    /// @param displayName 1 to 255 characters
    CompletionStage<Void> rename(String group, String displayName);
}
