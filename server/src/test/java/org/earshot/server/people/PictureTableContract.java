package org.earshot.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

/// What a table of pictures does, and what a directory makes of it, whatever is under them.
abstract class PictureTableContract {
    private static final AtomicInteger domains = new AtomicInteger();

    final FakeTimers clock = new FakeTimers();
    final LocalChanges changes = new LocalChanges(Runnable::run);
    private final String domain = "p" + domains.incrementAndGet() + ".example.org";

    abstract AccountStore accounts();

    abstract PictureTable table();

    private Account account(String name, String displayName) {
        return accounts().create(new AddressOfRecord(name, domain), displayName);
    }

    private static Picture picture(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return Picture.of("image/png", content);
    }

    @Test
    void aPictureComesBackAsItIsUntilAnotherOneReplacesIt() {
        PictureTable table = table();
        Account alice = account("alice", "");
        List<Change> told = new ArrayList<>();
        changes.subscribe(Topic.ACCOUNT, told::add);
        assertThat(table.find(alice.id())).isEmpty();
        table.put(alice, picture(300_000));
        assertThat(table.find(alice.id()).orElseThrow().content())
                .isEqualTo(picture(300_000).content());
        table.put(alice, picture(7));
        Picture now = table.find(alice.id()).orElseThrow();
        assertThat(now.etag()).isEqualTo(picture(7).etag());
        assertThat(now.type()).isEqualTo("image/png");
        assertThat(table.etags()).containsEntry(alice.id(), picture(7).etag());
        assertThat(table.remove(alice)).isTrue();
        assertThat(table.remove(alice)).isFalse();
        assertThat(table.find(alice.id())).isEmpty();
        assertThat(table.etags()).doesNotContainKey(alice.id());
        assertThat(told).hasSize(3).containsOnly(Change.of(Topic.ACCOUNT, alice.address()));
    }

    private static List<String> names(Directory.Page page) {
        return page.entries().stream().map(entry -> entry.address().user()).toList();
    }

    private static List<String> found(Directory directory, String words) {
        return names(directory.search(words, Optional.empty(), 100));
    }

    @Test
    void peopleAreFoundByTheBeginningsOfTheirWords() {
        AccountStore accounts = accounts();
        PictureTable table = table();
        Directory directory = new Directory(accounts, table, domain, changes);
        for (String name :
                List.of("b.mueller:Bärbel Müller-Lüdenscheidt", "alice:Alice Ünal", "zoe:")) {
            accounts.create(
                    new AddressOfRecord(name.split(":", -1)[0], domain), name.split(":", -1)[1]);
        }
        assertThat(found(directory, "")).containsExactly("alice", "b.mueller", "zoe");
        assertThat(found(directory, "mul")).containsExactly("b.mueller");
        assertThat(found(directory, "MÜL bär")).containsExactly("b.mueller");
        assertThat(found(directory, "mueller")).containsExactly("b.mueller");
        assertThat(found(directory, "udenscheidt")).isEmpty();
        assertThat(found(directory, "ünal")).containsExactly("alice");
        assertThat(found(directory, "zoe")).containsExactly("zoe");
        assertThat(found(directory, "%_' \" ;--")).hasSize(3);
        Directory.Page page = directory.search("", Optional.empty(), 2);
        assertThat(names(page)).containsExactly("alice", "b.mueller");
        assertThat(page.more()).isTrue();
        Directory.Page rest = directory.search("", Optional.of("b.mueller"), 2);
        assertThat(names(rest)).containsExactly("zoe");
        assertThat(rest.more()).isFalse();
    }

    @Test
    void whatChangesIsSeenAtOnce() {
        AccountStore accounts = accounts();
        PictureTable table = table();
        Directory directory = new Directory(accounts, table, domain, changes);
        Account alice = account("alice", "Alice");
        assertThat(found(directory, "alice")).hasSize(1);
        table.put(alice, picture(9));
        assertThat(directory.search("alice", Optional.empty(), 1).entries().getFirst().picture())
                .contains(picture(9).etag());
        accounts.rename(alice.address(), "Somebody Else");
        assertThat(found(directory, "else")).containsExactly("alice");
        accounts.delete(alice.address());
        assertThat(found(directory, "")).isEmpty();
    }
}
