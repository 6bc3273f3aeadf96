package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.earshot.common.testdata.SharedTestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sums, against what others computed.
class DigestVectorsTest {
    /// RFC 7616 §3.9.1.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA_256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void theExampleOfRfc7616(DigestAlgorithm algorithm, String response) {
        Ha1 ha1 = Ha1.of(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        assertThat(
                        DigestResponse.sum(
                                ha1,
                                "GET",
                                "/dir/index.html",
                                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                                Optional.of(
                                        new DigestResponse.Protection(
                                                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                                                1))))
                .isEqualTo(response);
    }

    @Test
    void theCollectedVectors() throws IOException {
        JsonNode vectors =
                new ObjectMapper()
                        .readTree(SharedTestData.path("digest/digest.json").toFile())
                        .get("vectors");
        int checked = 0;
        for (JsonNode vector : vectors) {
            Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(text(vector, "algorithm"));
            if (algorithm.isEmpty() || text(vector, "qop").equals("auth-int")) {
                continue; // SHA-512-256 and auth-int are not ours
            }
            Optional<DigestResponse.Protection> protection =
                    text(vector, "qop").isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    new DigestResponse.Protection(
                                            text(vector, "cnonce"),
                                            Long.parseLong(text(vector, "nc"), 16)));
            Ha1 ha1 =
                    Ha1.of(
                            algorithm.get(),
                            text(vector, "username"),
                            text(vector, "realm"),
                            text(vector, "password"));
            assertThat(
                            DigestResponse.sum(
                                    ha1,
                                    text(vector, "method"),
                                    text(vector, "uri"),
                                    text(vector, "nonce"),
                                    protection))
                    .as(text(vector, "id"))
                    .isEqualTo(text(vector, "response_recomputed"));
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(6);
    }

    @Test
    void aPasswordTypedInEitherUnicodeFormIsTheSame() {
        assertThat(Ha1.of(DigestAlgorithm.SHA_256, "a", "r", "caf\u00e9").hex())
                .isEqualTo(Ha1.of(DigestAlgorithm.SHA_256, "a", "r", "cafe\u0301").hex());
    }

    @Test
    void anHa1DoesNotPrint() {
        Ha1 ha1 = Ha1.of(DigestAlgorithm.MD5, "a", "r", "p");
        assertThat(ha1.toString()).isEqualTo("Ha1[MD5]").doesNotContain(ha1.hex().substring(0, 8));
    }

    private static String text(JsonNode vector, String field) {
        JsonNode node = vector.get(field);
        return node == null || node.isNull() ? "" : node.asText();
    }
}
