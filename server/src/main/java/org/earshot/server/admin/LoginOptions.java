package org.earshot.server.admin;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.config.ConfigException;

/// `--as NAME`, `--password-file FILE` and `--code CODE`: the login of somebody with a role. What is not given is asked for on a
/// terminal, and read line by line from standard input where there is none. The password itself is no option: other users of the
/// machine see command lines.
///
/// @param passwordFile whose first line is the password; for its owner only
record LoginOptions(Optional<String> as, Optional<Path> passwordFile, Optional<String> code) {
    static final LoginOptions NONE =
            new LoginOptions(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Set<PosixFilePermission> OWNER =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    /// Reads what is missing.
    ///
    /// @throws ConfigException if an option is missing, or others can read the file
    AdminRequest.Login read(InputStream in) throws IOException {
        if (as.isEmpty()) {
            if (passwordFile.isPresent() || code.isPresent()) {
                throw new ConfigException("--as", "is missing: whose password and code are they?");
            }
            return AdminRequest.Login.NONE;
        }
        String password =
                passwordFile.isPresent()
                        ? fromFile(passwordFile.get())
                        : ask("Password of " + as.get() + ": ", in);
        return new AdminRequest.Login(
                as.get(),
                password,
                (code.isPresent() ? code.get() : ask("Code of " + as.get() + ": ", in)).strip());
    }

    private static String fromFile(Path file) throws IOException {
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new ConfigException(
                    "--password-file", file + " can be read by others: chmod 600 " + file);
        }
        return Files.readString(file).lines().findFirst().orElse("").strip();
    }

    private static String ask(String prompt, InputStream in) throws IOException {
        Optional<Console> terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            return Optional.ofNullable(terminal.get().readPassword("%s", prompt))
                    .map(String::new)
                    .orElse("");
        }
        return new String(AdminSocket.line(in), StandardCharsets.UTF_8).strip();
    }
}
