package org.earshot.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.ServerWords;
import org.earshot.proxy.message.group.Group;
import org.earshot.server.files.FileFacts;
import org.earshot.server.files.Quarantine;
import org.earshot.server.files.RefusedFile;

/// Tells people of files that were refused or are held back, and of those that were released: the addressees of these as if their sender's phone had
/// just uploaded it. Thread-safe; waits for the stores.
final class FileNews {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    private final Stores stores;
    private final ServerWords words;
    private final FileAddressees addressees;

    FileNews(Stores stores, ServerWords words) {
        this.stores = stores;
        this.words = words;
        this.addressees = new FileAddressees(stores.accounts(), stores.groups());
    }

    /// @param service by which phones reach the store
    /// @return false if somebody could not be told: to be tried again
    boolean tell(Quarantine.News news, String service) {
        Optional<Account> owner =
                FileAddressees.address(news.file().row().owner()).flatMap(stores.accounts()::find);
        return news.released() ? released(news, owner, service) : held(news, owner);
    }

    private boolean held(Quarantine.News news, Optional<Account> owner) {
        String occasion = "held " + news.file().row().id();
        String why =
                " is held back: " + news.file().reason() + ". An administrator can release it.";
        boolean all =
                owner.isEmpty()
                        || words.tell(
                                owner.get().address(), occasion, "Your file " + named(news) + why);
        all &=
                addressees(
                        news.file().row().owner(),
                        news.file().parties(),
                        occasion,
                        named(news),
                        why);
        return all;
    }

    /// Tells those whom a file was for that it was refused.
    ///
    /// @return as of [#tell]
    boolean refused(RefusedFile file) {
        return addressees(
                file.owner(),
                file.parties(),
                "refused " + file.id(),
                named(file.name(), file.size()),
                " was refused: " + file.reason() + ".");
    }

    /// Whoever has blocked its sender hears nothing.
    private boolean addressees(
            String from, List<String> parties, String occasion, String named, String what) {
        boolean all = true;
        for (AddressOfRecord person : addressees.of(from, parties)) {
            if (!person.toString().equals(from)
                    && !stores.messages().isBlocked(person.toString(), from)) {
                all &=
                        words.tell(
                                person,
                                occasion,
                                "The file " + named + " from " + shown(from) + " to you" + what);
            }
        }
        return all;
    }

    private boolean released(Quarantine.News news, Optional<Account> owner, String service) {
        if (owner.isEmpty()) {
            return true; // nobody in whose name it could be sent
        }
        Account author = owner.get();
        String occasion = "released " + news.file().row().id();
        String link =
                name(news) + " (" + size(news.file().row().size()) + "): " + service + news.path();
        boolean all = true;
        for (String party : news.file().parties()) {
            Optional<AddressOfRecord> to = FileAddressees.address(party);
            Optional<Group> group = to.flatMap(stores.groups()::find);
            if (group.isPresent()) {
                all &= words.write(author, group.get(), occasion, link);
            } else if (to.flatMap(stores.accounts()::find).isPresent()) {
                all &= words.write(author, to.get(), occasion, link);
            }
        }
        List<String> parties = news.file().parties();
        String end =
                parties.isEmpty()
                        ? ". Send this on to whom it is for:\n" + link
                        : " and sent to "
                                + String.join(", ", parties.stream().map(FileNews::shown).toList())
                                + ".";
        all &=
                words.tell(
                        author.address(),
                        occasion,
                        "Your file " + named(news) + " was released" + end);
        return all;
    }

    private static String shown(String address) {
        return address.replaceFirst("^sip:", "");
    }

    private static String name(Quarantine.News news) {
        return news.file().facts().map(FileFacts::name).orElse("file");
    }

    private static String named(Quarantine.News news) {
        return named(name(news), news.file().row().size());
    }

    private static String named(String name, long size) {
        return "\"" + name + "\"" + (size < 0 ? "" : " (" + size(size) + ")");
    }

    private static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return unit == 0
                ? (long) size + " " + UNITS[0]
                : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
