package org.earshot.softphone.ua;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.softphone.ua.AccountGateway.Own;

/// The part of the server's HTTPS API for phones that is about groups, as [GroupService] needs it; `group` and `who` are the user parts of addresses. No method waits for the
/// network; stages complete on any thread, and fail with an [AccountFailure].
public interface GroupGateway {

    CompletionStage<GroupService.Mine> mine(Own own);

    CompletionStage<GroupService.Whole> members(Own own, String group);

    CompletionStage<GroupService.Whole> make(Own own, String displayName, List<String> members);

    CompletionStage<Void> add(Own own, String group, List<String> who);

    CompletionStage<Void> remove(Own own, String group, String who);

    CompletionStage<Void> setOwner(Own own, String group, String who, boolean owner);

    CompletionStage<Void> leave(Own own, String group);

    CompletionStage<Void> rename(Own own, String group, String displayName);

    /// Of a phone that can't.
    static GroupGateway none() {
        return new GroupGateway() {
            private static <T> CompletionStage<T> cannot() {
                return CompletableFuture.failedFuture(
                        new AccountFailure(
                                AccountFailure.Trouble.BROKEN,
                                "this is for phones that are logged in over TLS"));
            }

            @Override
            public CompletionStage<GroupService.Mine> mine(Own own) {
                return cannot();
            }

            @Override
            public CompletionStage<GroupService.Whole> members(Own own, String group) {
                return cannot();
            }

            @Override
            public CompletionStage<GroupService.Whole> make(
                    Own own, String displayName, List<String> members) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> add(Own own, String group, List<String> who) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> remove(Own own, String group, String who) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> setOwner(
                    Own own, String group, String who, boolean owner) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> leave(Own own, String group) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> rename(Own own, String group, String displayName) {
                return cannot();
            }
        };
    }
}
