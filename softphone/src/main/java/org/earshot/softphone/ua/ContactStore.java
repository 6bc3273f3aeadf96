package org.earshot.softphone.ua;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The copy of the contact list that outlives the process. Every method returns at once and is carried out after those
/// asked for before it; its stage completes on any thread, and fails with a [MessageStoreException] where it can't be.
public interface ContactStore {

    /// What is kept of an account's list.
    CompletionStage<Kept> load(String account);

    /// Keeps this from now on; completes when it is on stable storage.
    CompletionStage<Void> save(String account, Kept kept);

    /// A list, and what it was made from.
    ///
    /// @param mine as the user sees it
    /// @param base as the server last had it: where they differ, something was changed here that the server has not got
    /// @param favourites addresses of those whom the user wants at hand
    record Kept(List<Contact> mine, List<Contact> base, Set<String> favourites) {
        /// Nothing yet.
        public static final Kept NOTHING = new Kept(List.of(), List.of());

        public Kept {
            mine = List.copyOf(mine);
            base = List.copyOf(base);
            favourites = Set.copyOf(favourites);
        }

        /// Without favourites.
        public Kept(List<Contact> mine, List<Contact> base) {
            this(mine, base, Set.of());
        }
    }

    /// Forgets all at the end of the process.
    static ContactStore ofThisRun() {
        Map<String, Kept> lists = new HashMap<>();
        return new ContactStore() {
            @Override
            public CompletionStage<Kept> load(String account) {
                return CompletableFuture.completedFuture(lists.getOrDefault(account, Kept.NOTHING));
            }

            @Override
            public CompletionStage<Void> save(String account, Kept kept) {
                lists.put(account, kept);
                return CompletableFuture.completedFuture(null);
            }
        };
    }
}
