package org.earshot.server.ldap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.common.account.AccountName;
import org.earshot.common.account.InvalidAccountNameException;
import org.earshot.server.config.LdapConfig;

/// What follows from the directory for the accounts. Pure.
///
/// @param steps by name
/// @param unchanged accounts that are as the directory has them
/// @param vanished accounts whose entry is not there, and that stay
/// @param refused entries that get no account, or whose account stays as it is
/// @param warning why none is closed though they should be
record SyncPlan(
        List<Step> steps,
        int unchanged,
        List<String> vanished,
        List<LdapPerson.Refused> refused,
        Optional<String> warning) {
    /// They are closed whatever share that is, so that a small organisation's leavers are.
    static final int ALWAYS_CLOSED = 3;

    /// One change of one account.
    sealed interface Step {
        String name();

        /// Makes it.
        record Add(String name, LdapPerson person) implements Step {}

        /// It is there, and is the entry's from now on.
        record Link(String name, LdapPerson person) implements Step {}

        record Rename(String name, String displayName) implements Step {}

        /// Takes the directory's picture.
        record Picture(String name, LdapPerson person) implements Step {}

        record Close(String name) implements Step {}

        /// Such as `add alice`.
        default String words() {
            return switch (this) {
                case Add add -> "add " + add.name + " (" + add.person.displayName() + ")";
                case Link link -> "link " + link.name;
                case Rename rename -> "rename " + rename.name + " to " + rename.displayName;
                case Picture picture -> "picture of " + picture.name;
                case Close close -> "close " + close.name;
            };
        }
    }

    /// The accounts there are.
    ///
    /// @param open their names, and what others see
    /// @param closed their names
    /// @param linked those that are an entry's, open or not
    record Accounts(
            Map<String, String> open, Set<String> closed, Map<String, LdapTable.Linked> linked) {}

    /// What is decided by the administrator.
    record Rules(LdapConfig.Vanished vanished, int closeAtMost, LdapConfig.Existing existing) {
        static Rules of(LdapConfig config) {
            return new Rules(config.vanished(), config.closeAtMost(), config.existing());
        }
    }

    /// @param people all that were read
    /// @param unfit entries that can't have an account
    static SyncPlan of(
            List<LdapPerson> people,
            List<LdapPerson.Refused> unfit,
            Accounts accounts,
            Rules rules) {
        Planning planning = new Planning(accounts, rules, unfit);
        Map<String, Long> times =
                people.stream()
                        .collect(Collectors.groupingBy(LdapPerson::name, Collectors.counting()));
        people.stream()
                .sorted(Comparator.comparing(LdapPerson::name))
                .forEach(person -> planning.take(person, times.get(person.name()) > 1));
        planning.vanished(people.isEmpty());
        return planning.plan();
    }

    /// How many there are of a kind.
    long count(Class<? extends Step> kind) {
        return steps.stream().filter(kind::isInstance).count();
    }

    /// For one plan, by one thread.
    private static final class Planning {
        private final Accounts accounts;
        private final Rules rules;
        private final List<LdapPerson.Refused> refused;
        private final Set<String> seen = new HashSet<>();
        private final Map<String, String> looks = new HashMap<>();
        private final List<Step> steps = new ArrayList<>();
        private final List<String> kept = new ArrayList<>();
        private int unchanged;
        private Optional<String> warning = Optional.empty();

        Planning(Accounts accounts, Rules rules, List<LdapPerson.Refused> unfit) {
            this.accounts = accounts;
            this.rules = rules;
            refused = new ArrayList<>(unfit);
            // who can't be read has not left
            unfit.forEach(one -> seen.add(one.name()));
            accounts.open().keySet().forEach(name -> look(name).ifPresent(l -> looks.put(l, name)));
            accounts.closed().forEach(name -> look(name).ifPresent(l -> looks.put(l, name)));
        }

        /// Accounts of long ago may have names that no new one can have.
        private static Optional<String> look(String name) {
            try {
                return Optional.of(new AccountName(name).look());
            } catch (InvalidAccountNameException _) {
                return Optional.empty();
            }
        }

        private void refuse(LdapPerson person, String why) {
            refused.add(new LdapPerson.Refused(person.name(), person.name(), why));
        }

        void take(LdapPerson person, boolean twice) {
            boolean first = seen.add(person.name());
            if (twice) {
                if (first) {
                    refuse(person, "several entries have this name");
                }
                return;
            }
            LdapTable.Linked linked = accounts.linked().get(person.name());
            if (linked != null
                    && !linked.id().isEmpty()
                    && !person.id().isEmpty()
                    && !linked.id().equals(person.id())) {
                refuse(
                        person,
                        "the account is another entry's, which had this name before: names of accounts are nobody else's later");
            } else if (accounts.closed().contains(person.name())) {
                refuse(person, "the account is closed, and stays so: earshot admin user open");
            } else if (!accounts.open().containsKey(person.name())) {
                add(person, linked);
            } else if (linked != null) {
                change(person, linked);
            } else if (rules.existing() == LdapConfig.Existing.LINK) {
                steps.add(new Step.Link(person.name(), person));
                change(person, new LdapTable.Linked(person.id(), Optional.empty()));
            } else {
                refuse(
                        person,
                        "an account of this name was made otherwise, and is left alone: ldap.existing");
            }
        }

        private void add(LdapPerson person, LdapTable.Linked linked) {
            if (linked != null) {
                refuse(person, "the account was deleted, and its name stays reserved");
                return;
            }
            String taken = look(person.name()).map(looks::get).orElse(null);
            if (taken != null) {
                refuse(person, "the name looks like " + taken);
                return;
            }
            look(person.name()).ifPresent(l -> looks.put(l, person.name()));
            steps.add(new Step.Add(person.name(), person));
            if (person.picture().isPresent()) {
                steps.add(new Step.Picture(person.name(), person));
            }
        }

        private void change(LdapPerson person, LdapTable.Linked linked) {
            int before = steps.size();
            if (!person.displayName().isEmpty()
                    && !person.displayName().equals(accounts.open().get(person.name()))) {
                steps.add(new Step.Rename(person.name(), person.displayName()));
            }
            if (person.picture().isPresent() && !person.picture().equals(linked.picture())) {
                steps.add(new Step.Picture(person.name(), person));
            }
            if (steps.size() == before) {
                unchanged++;
            }
        }

        void vanished(boolean nobody) {
            List<String> ours =
                    accounts.linked().keySet().stream()
                            .filter(accounts.open()::containsKey)
                            .sorted()
                            .toList();
            List<String> gone = ours.stream().filter(name -> !seen.contains(name)).toList();
            if (rules.vanished() == LdapConfig.Vanished.KEEP || gone.isEmpty()) {
                kept.addAll(gone);
                return;
            }
            int most =
                    Math.max(ALWAYS_CLOSED, (int) ((long) ours.size() * rules.closeAtMost() / 100));
            if (nobody || gone.size() > most) {
                kept.addAll(gone);
                warning =
                        Optional.of(
                                (nobody ? "the directory shows nobody at all, and " : "")
                                        + gone.size()
                                        + " of "
                                        + ours.size()
                                        + " accounts would be closed: none is. Look at ldap.base, ldap.filter and what ldap.bindDn may read; if it is right, raise ldap.closeAtMost");
                return;
            }
            gone.forEach(name -> steps.add(new Step.Close(name)));
        }

        SyncPlan plan() {
            return new SyncPlan(
                    List.copyOf(steps),
                    unchanged,
                    List.copyOf(kept),
                    List.copyOf(refused),
                    warning);
        }
    }
}
