package org.earshot.common.key;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The exported form of a key ring: a header line with salt and nonce, and one line of AES-256-GCM under a key
/// that Argon2id (RFC 9106) makes of a password. The header is the associated data.
final class KeyRingExport {
    private static final String MAGIC = "earshot-key-ring-1";
    private static final Pattern HEADER =
            Pattern.compile(
                    MAGIC
                            + " m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})"
                            + " ([A-Za-z0-9+/=]{24}) ([A-Za-z0-9+/=]{16})");
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    private KeyRingExport() {}

    /// What a guess of the password costs; it stands in the header, so that it can be raised later.
    ///
    /// @param memoryKib 8–1,048,576 KiB, and at least 8 for each lane
    /// @param passes 1–20
    /// @param lanes 1–16
    record Cost(int memoryKib, int passes, int lanes) {
        /// RFC 9106 §4, second recommended option.
        static final Cost RECOMMENDED = new Cost(64 * 1024, 3, 4);

        Cost {
            if (lanes < 1
                    || lanes > 16
                    || passes < 1
                    || passes > 20
                    || memoryKib < 8 * lanes
                    || memoryKib > 1 << 20) {
                throw new IllegalArgumentException("cost");
            }
        }

        @Override
        public String toString() {
            return "m=" + memoryKib + ",t=" + passes + ",p=" + lanes;
        }
    }

    static byte[] write(SortedMap<String, byte[]> entries, char[] password, Cost cost) {
        byte[] salt = random(SALT_BYTES);
        byte[] nonce = random(NONCE_BYTES);
        Base64.Encoder base64 = Base64.getEncoder();
        String header =
                MAGIC
                        + " "
                        + cost
                        + " "
                        + base64.encodeToString(salt)
                        + " "
                        + base64.encodeToString(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key(password, salt, cost), nonce, header)
                            .doFinal(encode(entries));
            return (header + "\n" + base64.encodeToString(sealed) + "\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM", e);
        }
    }

    /// @throws KeyRingException if it is no export, was changed, or the password is wrong
    static SortedMap<String, byte[]> read(byte[] content, char[] password) {
        String[] lines = new String(content, StandardCharsets.US_ASCII).split("\n", -1);
        Matcher header = HEADER.matcher(lines[0]);
        if (lines.length != 3 || !header.matches()) {
            throw new KeyRingException("that is not an exported key ring");
        }
        try {
            Cost cost =
                    new Cost(
                            Integer.parseInt(header.group(1)),
                            Integer.parseInt(header.group(2)),
                            Integer.parseInt(header.group(3)));
            byte[] salt = Base64.getDecoder().decode(header.group(4));
            byte[] nonce = Base64.getDecoder().decode(header.group(5));
            byte[] sealed = Base64.getDecoder().decode(lines[1]);
            return decode(
                    cipher(Cipher.DECRYPT_MODE, key(password, salt, cost), nonce, lines[0])
                            .doFinal(sealed));
        } catch (IllegalArgumentException e) {
            throw new KeyRingException("that is not an exported key ring", e);
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

    private static byte[] key(char[] password, byte[] salt, Cost cost) {
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
        return key;
    }

    private static byte[] encode(SortedMap<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(entries.size());
            for (var entry : entries.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static SortedMap<String, byte[]> decode(byte[] plaintext) {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plaintext))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                byte[] content = in.readNBytes(in.readInt());
                if (!KeyRing.isShared(name)) { // also: no path out of the directory
                    throw new KeyRingException("an exported key ring has no \"" + name + "\"");
                }
                entries.put(name, content);
            }
        } catch (IOException e) {
            throw new KeyRingException("that is not an exported key ring", e);
        }
        return entries;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
