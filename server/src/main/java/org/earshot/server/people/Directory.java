package org.earshot.server.people;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Who is in the organisation, to be searched: read from the stores when somebody asks, and kept until an account or a picture changes.
/// Thread-safe; a search may wait for the stores and throws [org.earshot.common.db.StoreUnavailableException] when they are away.
final class Directory {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}+]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final AccountStore accounts;
    private final PictureTable pictures;
    private final String domain;
    private final AtomicReference<Optional<List<Entry>>> kept =
            new AtomicReference<>(Optional.empty());
    private final AtomicLong forgotten = new AtomicLong();

    /// @param domain of those who belong to it
    Directory(AccountStore accounts, PictureTable pictures, String domain, Changes changes) {
        this.accounts = accounts;
        this.pictures = pictures;
        this.domain = domain;
        changes.keepTrue(
                new Changes.Cache() {
                    @Override
                    public void forget(Change change) {
                        if (change.topic() == Topic.ACCOUNT) {
                            forgetEverything();
                        }
                    }

                    @Override
                    public void forgetEverything() {
                        forgotten.incrementAndGet();
                        kept.set(Optional.empty());
                    }
                });
    }

    /// Somebody.
    ///
    /// @param picture its etag
    record Entry(
            AddressOfRecord address,
            String displayName,
            Optional<String> picture,
            List<String> words) {}

    /// Some of those that were asked for.
    ///
    /// @param more whether others come behind these
    record Page(List<Entry> entries, boolean more) {}

    /// Those who have a word for each word that is searched, which begins so, ordered by their names in addresses.
    ///
    /// @param after only those behind this name
    Page search(String words, Optional<String> after, int most) {
        List<String> wanted = words(words);
        List<Entry> found =
                all().stream()
                        .filter(entry ->
                                after.map(name -> entry.address().user().compareTo(name) > 0)
                                        .orElse(true))
                        .filter(entry ->
                                wanted.stream()
                                        .allMatch(word ->
                                                entry.words().stream()
                                                        .anyMatch(own -> own.startsWith(word))))
                        .limit(most + 1L)
                        .toList();
        return found.size() > most
                ? new Page(found.subList(0, most), true)
                : new Page(found, false);
    }

    /// @param user the name in the address, in lower case
    Optional<Entry> find(String user) {
        return all().stream().filter(entry -> entry.address().user().equals(user)).findFirst();
    }

    /// Those of some addresses who belong to it.
    Map<AddressOfRecord, Entry> of(Set<AddressOfRecord> addresses) {
        return all().stream()
                .filter(entry -> addresses.contains(entry.address()))
                .collect(Collectors.toMap(Entry::address, entry -> entry));
    }

    private List<Entry> all() {
        Optional<List<Entry>> before = kept.get();
        if (before.isPresent()) {
            return before.get();
        }
        long asked = forgotten.get();
        Map<AccountId, String> etags = pictures.etags();
        List<Entry> entries = new ArrayList<>();
        for (Account account : accounts.list()) {
            if (account.address().domain().equals(domain)) {
                entries.add(
                        new Entry(
                                account.address(),
                                account.displayName(),
                                Optional.ofNullable(etags.get(account.id())),
                                words(account.displayName() + " " + account.address().user())));
            }
        }
        entries.sort(Comparator.comparing(entry -> entry.address().user()));
        List<Entry> all = List.copyOf(entries);
        kept.set(Optional.of(all));
        if (forgotten.get() != asked) {
            kept.set(Optional.empty()); // what was read may be from before the change
        }
        return all;
    }

    /// In lower case and without marks, so that Müller is found by muller and by mü.
    static List<String> words(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return NO_WORD.splitAsStream(plain.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
