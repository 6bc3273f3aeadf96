package org.earshot.softphone.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The people of the organisation, as its server's directory has them: asked for when somebody looks at the list of people, and anew when that was a while ago. Of a large
/// organisation there are the first few hundred; a search finds the others. Where there is no directory nobody is in it. Event dispatch thread.
final class DirectoryModel {
    /// Nobody reads more names than these.
    static final int MOST = 500;

    static final Duration FRESH = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(DirectoryModel.class);
    private static final int PAGE = 100;

    private final AccountService account;
    private final PhoneModel model;
    private List<String> people = List.of();
    private Optional<Instant> asked = Optional.empty();

    DirectoryModel(AccountService account, PhoneModel model) {
        this.account = account;
        this.model = model;
    }

    /// Their addresses; not the user's own.
    List<String> people() {
        return people;
    }

    /// Somebody looks at the list of people.
    void look() {
        Instant now = model.now();
        if (model.ownAtServer().isPresent()
                && asked.map(at -> !now.isBefore(at.plus(FRESH))).orElse(true)) {
            asked = Optional.of(now);
            ask(Optional.empty(), new LinkedHashSet<>());
        }
    }

    private void ask(Optional<String> after, Set<String> found) {
        var _ =
                account.directory("", after, PAGE)
                        .whenComplete((page, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    if (failure == null) {
                                        take(page, found);
                                    } else {
                                        log.debug("no directory: {}", failure.toString());
                                    }
                                }));
    }

    private void take(AccountService.People page, Set<String> found) {
        int before = found.size();
        for (AccountService.Person one : page.people()) {
            model.directoryHas(one.address(), one.displayName());
            found.add(Names.key(one.address()));
        }
        // a server that gives the same people again and again has no more
        if (page.next().isPresent() && found.size() > before && found.size() < MOST) {
            ask(page.next(), found);
            return;
        }
        model.own().map(Names::key).ifPresent(found::remove);
        people = found.stream().limit(MOST).toList();
        model.directoryChanged();
    }
}
