package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.softphone.file.FileFailure;
import org.earshot.softphone.ua.FileCarrier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsrpCarrierTest {
    /// What a user did is no failure, and what failed was done by no user.
    @ParameterizedTest
    @CsvSource({
        "CONNECTION, INTERRUPTED",
        "NO_ROOM, INTERRUPTED",
        "CANCELLED, CANCELLED",
        "STOPPED, CANCELLED",
        "REFUSED, BROKEN",
        "HASH, BROKEN",
        "BLOCKED, BLOCKED"
    })
    void whatAFailureMeans(FileFailure.Reason reason, FileCarrier.Failure meaning) {
        assertThat(MsrpCarrier.failure(reason)).isEqualTo(meaning);
    }
}
