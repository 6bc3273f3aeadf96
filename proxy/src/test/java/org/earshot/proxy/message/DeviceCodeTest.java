package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.common.address.AddressOfRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCodeTest {
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");

    @Test
    void isOfOneDeviceOfOneAccount() {
        DeviceCode code = DeviceCode.of(new DeviceId(BOB, "urn:uuid:Laptop"));
        assertThat(code.digits()).matches("[0-9]{8}");
        assertThat(DeviceCode.of(new DeviceId(BOB, "urn:uuid:laptop"))).isEqualTo(code);
        assertThat(DeviceCode.of(new DeviceId(BOB, "urn:uuid:mobile"))).isNotEqualTo(code);
        assertThat(
                        DeviceCode.of(
                                new DeviceId(
                                        new AddressOfRecord("alice", "example.org"),
                                        "urn:uuid:laptop")))
                .isNotEqualTo(code);
    }

    @Test
    void isReadAsPeopleTypeIt() {
        DeviceCode code = new DeviceCode("01234567");
        assertThat(code).hasToString("0123-4567");
        assertThat(DeviceCode.parse("0123-4567")).contains(code);
        assertThat(DeviceCode.parse("01234567")).contains(code);
        assertThat(DeviceCode.parse("01 23 45 67")).contains(code);
        assertThat(DeviceCode.parse("0123–4567")).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123-456", "012345678", "0123-456x", "٠١٢٣٤٥٦٧"})
    void allElseIsNone(String typed) {
        assertThat(DeviceCode.parse(typed)).isEmpty();
    }
}
