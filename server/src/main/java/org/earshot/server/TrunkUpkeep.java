package org.earshot.server;

import java.util.function.Supplier;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.TrunkBook;

/// What is done for trunks each minute: calls whose end got lost are forgotten, and passwords read again.
final class TrunkUpkeep implements Runnable {
    private final TrunkBook book;
    private final Supplier<RoutingPlan> plan;

    /// @param plan as it is now; throws while a file of a password can't be read
    TrunkUpkeep(TrunkBook book, Supplier<RoutingPlan> plan) {
        this.book = book;
        this.plan = plan;
    }

    @Override
    public void run() {
        book.clean(); // first: lines should come free also while a password is away
        book.take(plan.get());
    }
}
