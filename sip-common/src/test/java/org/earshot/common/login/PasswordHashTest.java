package org.earshot.common.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Random;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(32, 1, 1);

    /// RFC 9106 §5.3: the library's sum, with the secret and the associated data that we don't use.
    @Test
    void theLibraryGivesTheVectorOfTheRfc() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(32)
                        .withIterations(3)
                        .withParallelism(4)
                        .withSalt(Hex.decode("02".repeat(16)))
                        .withSecret(Hex.decode("03".repeat(8)))
                        .withAdditional(Hex.decode("04".repeat(12)))
                        .build());
        byte[] tag = new byte[32];
        generator.generateBytes(Hex.decode("01".repeat(32)), tag);
        assertThat(Hex.toHexString(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /// The form that other programs write: from the tests of the reference implementation.
    @Test
    void whatOthersWroteFits() {
        String text =
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertThat(PasswordHash.fits("password", text)).isTrue();
        assertThat(PasswordHash.fits("Password", text)).isFalse();
        assertThat(
                        PasswordHash.text(
                                "password",
                                new PasswordHash.Cost(256, 2, 1),
                                "somesalt".getBytes(US_ASCII)))
                .isEqualTo(text);
    }

    @Test
    void theCostIsTheSecondOneOfTheRfc() {
        assertThat(PasswordHash.Cost.RFC_9106).isEqualTo(new PasswordHash.Cost(65536, 3, 4));
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        SecureRandom random = new SecureRandom();
        String one = PasswordHash.of("secret", CHEAP, random);
        assertThat(one).isNotEqualTo(PasswordHash.of("secret", CHEAP, random));
        assertThat(PasswordHash.fits("secret", one)).isTrue();
    }

    @Test
    void whatIsNoHashFitsNothing() {
        String good = PasswordHash.of("secret", CHEAP, new SecureRandom());
        for (int length = 0; length < good.length(); length++) {
            assertThat(PasswordHash.fits("secret", good.substring(0, length))).isFalse();
        }
        assertThat(PasswordHash.fits("secret", good.replace("m=32", "m=99999999"))).isFalse();
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            assertThat(PasswordHash.fits("secret", new String(bytes, ISO_8859_1))).isFalse();
        }
    }
}
