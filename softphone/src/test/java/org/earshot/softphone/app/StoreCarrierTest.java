package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.earshot.softphone.file.StoreRefusedException;
import org.earshot.softphone.ua.ServerFiles;
import org.earshot.softphone.ua.ServerFiles.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreCarrierTest {
    @ParameterizedTest
    @CsvSource({
        "403, NOT_ALLOWED",
        "413, NOT_ALLOWED",
        "404, GONE",
        "410, GONE",
        "408, PASSING",
        "409, PASSING",
        "429, PASSING",
        "503, PASSING",
        "500, PASSING",
        "507, BROKEN",
        "422, BROKEN",
        "401, BROKEN",
        "302, BROKEN",
        "0, BROKEN"
    })
    void whatTheServerSaysIsKeptInItsWords(int status, Trouble trouble) {
        ServerFiles.Failure failure =
                StoreCarrier.failure(new StoreRefusedException(status, "no room"));
        assertThat(failure.trouble()).isEqualTo(trouble);
        assertThat(failure.getMessage()).isEqualTo("no room");
    }

    @Test
    void aBrokenConnectionIsNoRefusal() {
        ServerFiles.Failure failure = StoreCarrier.failure(new IOException("refused"));
        assertThat(failure.trouble()).isEqualTo(Trouble.PASSING);
        assertThat(failure.getMessage()).isEqualTo("the server can't be reached (refused)");
    }
}
