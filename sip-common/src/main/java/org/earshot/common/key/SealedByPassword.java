package org.earshot.common.key;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What only a password opens: a header line with salt and nonce, and one line of AES-256-GCM under a key that Argon2id (RFC 9106) makes of
/// the password. The header is the associated data.
final class SealedByPassword {
    private static final Pattern HEADER =
            Pattern.compile(
                    "([a-z0-9-]{1,40}) m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})"
                            + " ([A-Za-z0-9+/=]{24}) ([A-Za-z0-9+/=]{16})");
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    private SealedByPassword() {}

    /// @param magic begins the header and says what it is
    static byte[] seal(String magic, byte[] plaintext, char[] password, PasswordCost cost) {
        byte[] salt = random(SALT_BYTES);
        byte[] nonce = random(NONCE_BYTES);
        Base64.Encoder base64 = Base64.getEncoder();
        String header =
                magic
                        + " "
                        + cost
                        + " "
                        + base64.encodeToString(salt)
                        + " "
                        + base64.encodeToString(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key(password, salt, cost), nonce, header)
                            .doFinal(plaintext);
            return (header + "\n" + base64.encodeToString(sealed) + "\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM", e);
        }
    }

    /// @param what it should be, in words
    /// @throws KeyRingException if it is something else, was changed, or the password is wrong
    static byte[] open(String magic, String what, byte[] content, char[] password) {
        String[] lines = new String(content, StandardCharsets.US_ASCII).split("\n", -1);
        Matcher header = HEADER.matcher(lines[0]);
        if (lines.length != 3 || !header.matches() || !header.group(1).equals(magic)) {
            throw new KeyRingException("that is not " + what);
        }
        try {
            PasswordCost cost =
                    new PasswordCost(
                            Integer.parseInt(header.group(2)),
                            Integer.parseInt(header.group(3)),
                            Integer.parseInt(header.group(4)));
            byte[] salt = Base64.getDecoder().decode(header.group(5));
            byte[] nonce = Base64.getDecoder().decode(header.group(6));
            byte[] sealed = Base64.getDecoder().decode(lines[1]);
            return cipher(Cipher.DECRYPT_MODE, key(password, salt, cost), nonce, lines[0])
                    .doFinal(sealed);
        } catch (IllegalArgumentException e) {
            throw new KeyRingException("that is not " + what, e);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("the password is wrong, or the file was changed", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associatedData.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] key(char[] password, byte[] salt, PasswordCost cost) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.memoryKib())
                        .withIterations(cost.passes())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build());
        var utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        byte[] key = new byte[32];
        argon2.generateBytes(bytes, key);
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
