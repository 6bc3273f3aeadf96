package org.earshot.server.people;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Pictures until the process ends. Thread-safe.
public final class InMemoryPictureTable implements PictureTable {
    private final Changes changes;
    private final Map<AccountId, Picture> pictures = new ConcurrentHashMap<>();

    public InMemoryPictureTable(Changes changes) {
        this.changes = changes;
    }

    @Override
    public Optional<Picture> find(AccountId account) {
        return Optional.ofNullable(pictures.get(account));
    }

    @Override
    public Map<AccountId, String> etags() {
        return pictures.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().etag()));
    }

    @Override
    public void put(Account account, Picture picture) {
        pictures.put(account.id(), picture);
        changes.announce(Change.of(Topic.ACCOUNT, account.address()));
    }

    @Override
    public boolean remove(Account account) {
        boolean was = pictures.remove(account.id()) != null;
        if (was) {
            changes.announce(Change.of(Topic.ACCOUNT, account.address()));
        }
        return was;
    }
}
