package org.earshot.common.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {
    private static final HexFormat HEX = HexFormat.of();

    /// RFC 8410 §7: what stands before the 32 bytes of a private and of a public key.
    private static final String PRIVATE = "302e020100300506032b657004220420";

    private static final String PUBLIC = "302a300506032b6570032100";

    @ParameterizedTest
    @CsvSource({ // RFC 8032 §7.1: tests 1, 2, 3
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,,"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void vectors(String seed, String point, String message, String signature)
            throws GeneralSecurityException {
        byte[] text = message == null ? new byte[0] : HEX.parseHex(message);
        assertThat(Ed25519.sign(privateKey(seed), text))
                .asHexString()
                .isEqualToIgnoringCase(signature);
        assertThat(Ed25519.verifies(publicKey(point), text, HEX.parseHex(signature))).isTrue();
    }

    @Test
    void theJdkAgrees() throws GeneralSecurityException {
        Random random = new Random(1);
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        for (int length = 0; length < 300; length += 37) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            Signature jdk = Signature.getInstance("Ed25519");
            jdk.initSign(pair.getPrivate());
            jdk.update(message);
            byte[] signature = jdk.sign();
            assertThat(Ed25519.sign(pair.getPrivate(), message)).isEqualTo(signature);
            assertThat(Ed25519.verifies(pair.getPublic(), message, signature)).isTrue();
        }
    }

    @Test
    void whatWasChangedOrCutOffIsRefused() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] message = HEX.parseHex("af82");
        byte[] signature = Ed25519.sign(pair.getPrivate(), message);
        for (int bit = 0; bit < 512; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ed25519.verifies(pair.getPublic(), message, changed))
                    .as("bit %s", bit)
                    .isFalse();
        }
        for (int length = 0; length < 70; length++) {
            if (length != signature.length) {
                assertThat(
                                Ed25519.verifies(
                                        pair.getPublic(),
                                        message,
                                        Arrays.copyOf(signature, length)))
                        .isFalse();
            }
        }
        assertThat(Ed25519.verifies(pair.getPublic(), HEX.parseHex("af83"), signature)).isFalse();
    }

    /// RFC 8032 §5.1.7: S + L is another form of the same number, and is not taken.
    @Test
    void aSignatureHasOneFormOnly() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] signature = Ed25519.sign(pair.getPrivate(), new byte[1]);
        byte[] order =
                HEX.parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            carry += (signature[32 + i] & 0xff) + (order[i] & 0xff);
            signature[32 + i] = (byte) carry;
            carry >>= 8;
        }
        assertThat(Ed25519.verifies(pair.getPublic(), new byte[1], signature)).isFalse();
    }

    @Test
    void anotherKindOfKeyVerifiesNothingAndSignsNothing() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        assertThat(Ed25519.verifies(pair.getPublic(), new byte[1], new byte[64])).isFalse();
        assertThatThrownBy(() -> Ed25519.sign(pair.getPrivate(), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PrivateKey privateKey(String seed) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(PRIVATE + seed)));
    }

    private static PublicKey publicKey(String point) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(HEX.parseHex(PUBLIC + point)));
    }
}
