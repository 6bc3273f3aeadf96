package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.earshot.common.account.AccountId;
import org.junit.jupiter.api.Test;

class TransferPlacesTest {
    private static final AccountId ALICE = new AccountId(new UUID(0, 1));
    private static final AccountId BOB = new AccountId(new UUID(0, 2));
    private static final AccountId CAROL = new AccountId(new UUID(0, 3));

    private final TransferPlaces places = new TransferPlaces(5, 2);

    @Test
    void nobodyKeepsTheOthersOut() {
        assertThat(places.enter(ALICE)).isEmpty();
        assertThat(places.enter(ALICE)).isEmpty();
        assertThat(places.enter(ALICE)).contains("too many of your transfers at once");
        assertThat(places.enter(BOB)).isEmpty();
        assertThat(places.enter(BOB)).isEmpty();
        assertThat(places.enter(CAROL)).isEmpty();
        assertThat(places.enter(CAROL)).contains("too many transfers at once");
    }

    @Test
    void aPlaceThatIsLeftIsFree() {
        for (int i = 0; i < 100; i++) {
            assertThat(places.enter(ALICE)).isEmpty();
            assertThat(places.enter(ALICE)).isEmpty();
            assertThat(places.enter(ALICE)).isPresent();
            places.leave(ALICE);
            assertThat(places.enter(ALICE)).isEmpty();
            places.leave(ALICE);
            places.leave(ALICE);
        }
    }
}
