package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFallbackTest {
    @ParameterizedTest
    @ValueSource(ints = {404, 405, 406, 408, 410, 415, 420, 430, 480, 486, 488, 501, 604, 606})
    void whoeverIsAwayOrCanNotGetsItFromTheServer(int status) {
        assertThat(FileFallback.applies(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 407, 413, 481, 487, 500, 503, 600, 603, 607})
    void aNoIsANo(int status) {
        assertThat(FileFallback.applies(status)).isFalse();
    }
}
