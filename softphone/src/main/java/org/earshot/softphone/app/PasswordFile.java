package org.earshot.softphone.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A password in a file, encrypted (AES-256-GCM) with a key that is elsewhere: whoever gets a copy of the one folder can't read it. Whoever can read both
/// can (docs/decisions/0052). Blocks; any thread.
final class PasswordFile {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final Path keyFile;
    private final SecureRandom random;

    /// @param file for the password; its folder must be there
    /// @param keyFile in another folder, made if it is missing
    PasswordFile(Path file, Path keyFile, SecureRandom random) {
        this.file = file;
        this.keyFile = keyFile;
        this.random = random;
    }

    /// @return empty where there is none, or none of this account that can be read
    Optional<String> lookup(String account) throws IOException {
        if (!Files.exists(file) || !Files.exists(keyFile)) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getDecoder().decode(Files.readString(file).strip());
            if (sealed.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] open =
                    cipher(Cipher.DECRYPT_MODE, key(), Arrays.copyOf(sealed, NONCE_BYTES), account)
                            .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return Optional.of(new String(open, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty(); // of another account, with another key, or spoilt
        }
    }

    /// In place of what was there, of any account.
    void store(String account, String secret) throws IOException {
        try {
            if (!Files.exists(keyFile)) {
                byte[] fresh = new byte[KEY_BYTES];
                random.nextBytes(fresh);
                Files.createDirectories(keyFile.toAbsolutePath().getParent());
                replace(keyFile, fresh);
            }
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key(), nonce, account)
                            .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            replace(file, all);
        } catch (GeneralSecurityException e) {
            throw new IOException("the password can't be encrypted", e);
        }
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    private byte[] key() throws IOException {
        return Base64.getDecoder().decode(Files.readString(keyFile).strip());
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String account)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(account.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static void replace(Path place, byte[] content) throws IOException {
        Path folder = place.toAbsolutePath().getParent();
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ours =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path fresh = Files.createTempFile(folder, ".earshot-", "", ours);
        try {
            Files.writeString(fresh, Base64.getEncoder().encodeToString(content) + "\n");
            Files.move(fresh, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
