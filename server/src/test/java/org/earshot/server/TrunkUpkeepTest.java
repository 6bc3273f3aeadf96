package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.common.call.CallKey;
import org.earshot.common.config.ConfigException;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkBook;
import org.junit.jupiter.api.Test;

class TrunkUpkeepTest {
    private static final Trunk TRUNK =
            new Trunk(
                    "one",
                    "one.example",
                    5060,
                    false,
                    Transport.UDP,
                    "one.example",
                    Optional.empty(),
                    false,
                    1,
                    List.of(),
                    false,
                    "+49301234",
                    Trunk.Identity.FROM,
                    Duration.ZERO,
                    Duration.ofSeconds(6));
    private static final RoutingPlan PLAN =
            new RoutingPlan(
                    List.of(TRUNK),
                    new NumberingPlan("49", "0", "00"),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    60,
                    5);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-30T00:00:00Z"));
    private final AtomicReference<Instant> asked = new AtomicReference<>();

    @Test
    void linesComeFreeAlsoWhereAPasswordCantBeRead() {
        TrunkBook book =
                new TrunkBook(() -> {
                    asked.set(now.get());
                    return now.get();
                });
        book.take(PLAN);
        assertThat(book.ring(new CallKey("1", "a"), TRUNK)).isEmpty();
        now.set(now.get().plus(Duration.ofHours(25)));
        assertThatThrownBy(() ->
                        new TrunkUpkeep(
                                        book,
                                        () -> {
                                            throw new ConfigException("trunks", "can't be read");
                                        })
                                .run())
                .isInstanceOf(ConfigException.class);
        assertThat(asked).as("the book was cleaned").hasValue(now.get());
        new TrunkUpkeep(book, () -> RoutingPlan.NONE).run();
        assertThat(book.plan()).isEqualTo(RoutingPlan.NONE);
    }
}
