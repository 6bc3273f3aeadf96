package org.earshot.common.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice", "a", "bob.smith", "carol-2", "+4930123456", "1001", "a_b+c"})
    void isAllowed(String name) {
        assertThat(new AccountName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "+", ".", "-a", "a-", "a..b", "a b", "a@b", "Alice", "ålice", "аlice", "a/b",
                "a;b", "a\u0000", "a\n"
            })
    void breaksTheRules(String name) {
        assertThatThrownBy(() -> new AccountName(name))
                .isInstanceOf(InvalidAccountNameException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "adm1n", "r00t", "ad-min", "postrnaster", "112", "earsh0t"})
    void isReserved(String name) {
        assertThatThrownBy(() -> new AccountName(name))
                .isInstanceOf(InvalidAccountNameException.class)
                .hasMessageContaining("reserved");
    }

    @Test
    void has64CharactersAtMost() {
        assertThat(new AccountName("a".repeat(64)).value()).hasSize(64);
        assertThatThrownBy(() -> new AccountName("a".repeat(65)))
                .isInstanceOf(InvalidAccountNameException.class);
    }

    @Test
    void looksTellConfusableNames() {
        assertThat(new AccountName("b0b").look()).isEqualTo(new AccountName("bob").look());
        assertThat(new AccountName("arne").look()).isEqualTo(new AccountName("ame").look());
        assertThat(new AccountName("1001").look()).isNotEqualTo(new AccountName("1010").look());
        assertThat(new AccountName("mai").look()).isNotEqualTo(new AccountName("mal").look());
    }
}
