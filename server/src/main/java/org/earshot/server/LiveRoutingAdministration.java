package org.earshot.server;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.proxy.route.Caller;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.RoutingAdministration;

/// The commands about trunks and the dial plan, on those of the server that runs. Thread-safe.
final class LiveRoutingAdministration implements RoutingAdministration {
    private final Supplier<TrunkBook> book;
    private final Stores stores;
    private final String domain;

    /// @param book or throws [AdminException]
    LiveRoutingAdministration(Supplier<TrunkBook> book, Stores stores, String domain) {
        this.book = book;
        this.stores = stores;
        this.domain = domain;
    }

    @Override
    public List<TrunkBook.Fact> trunks() {
        return book.get().facts();
    }

    @Override
    public RoutingPlan plan() {
        return book.get().plan();
    }

    @Override
    public RoutingPlan.Explained tryNumber(String number, Optional<String> from) {
        RoutingPlan plan = plan();
        Optional<AddressOfRecord> caller = from.map(this::address);
        if (caller.isPresent() && stores.accounts().find(caller.get()).isEmpty()) {
            throw new AdminException(
                    "there is no account " + caller.get() + "; earshot admin user list");
        }
        Optional<String> taken =
                NumberingPlan.dialled(number)
                        .filter(dialled -> !plan.isEmergency(dialled))
                        .filter(dialled -> stores.accounts().find(address(dialled)).isPresent());
        if (taken.isPresent()) {
            return new RoutingPlan.Explained(
                    new org.earshot.proxy.route.Ruling.Inside(taken.get(), List.of(taken.get())),
                    List.of("an account is called " + taken.get() + ": the plan is not asked"));
        }
        return plan.decide(
                number,
                new Caller(
                        caller.map(AddressOfRecord::user).orElse(""),
                        group -> caller.filter(member -> isIn(group, member)).isPresent()));
    }

    private boolean isIn(String group, AddressOfRecord member) {
        GroupStore groups = stores.groups();
        return groups.find(address(group)).flatMap(found -> found.member(member)).isPresent();
    }

    private AddressOfRecord address(String name) {
        try {
            return new AddressOfRecord(name, domain);
        } catch (IllegalArgumentException e) {
            throw new AdminException("\"" + name + "\" is not a name: " + e.getMessage());
        }
    }
}
